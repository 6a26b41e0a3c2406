/** Customers' pages over REST. */

import { query, request } from "../api.js";

const part = encodeURIComponent;

export const journeyApi = {
  find: (params) => request("GET", `/v1/journeys${query(params)}`),
  /** @param {string} customer `PRINCIPAL/REF` */
  journey: (customer, params) => {
    const [principal, ...ref] = customer.split("/");
    return request("GET", `/v1/journey/${part(principal)}/${part(ref.join("/"))}${query(params)}`);
  },
};
