/** The queue of calls, reviews and the calls that are going on, over REST. */

import { query, request } from "../api.js";

const part = encodeURIComponent;

export const reviewsApi = {
  queue: (params) => request("GET", `/v1/queue${query(params)}`),
  choices: () => request("GET", "/v1/queue/choices"),
  mine: (params = {}) => request("GET", `/v1/reviews${query({ mine: "true", ...params })}`),
  call: (id) => request("GET", `/v1/reviews/${part(id)}`),
  step: (id, move) => request("POST", `/v1/reviews/${part(id)}/steps`, move),
  live: () => request("GET", "/v1/live"),
};
