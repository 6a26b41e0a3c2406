/** The manager's dashboard over REST. */

import { query, request } from "../api.js";

export const dashboardApi = {
  dashboard: (params) => request("GET", `/v1/dashboard${query(params)}`),
  list: (params) => request("GET", `/v1/dashboard/list${query(params)}`),
};
