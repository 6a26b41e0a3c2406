/** The queue of calls, reviews and the calls that are going on, over REST. */

import { request } from "../api.js";

const part = encodeURIComponent;

function query(params) {
  const kept = Object.entries(params).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return kept.length ? `?${new URLSearchParams(kept)}` : "";
}

export const reviewsApi = {
  queue: (params) => request("GET", `/v1/queue${query(params)}`),
  choices: () => request("GET", "/v1/queue/choices"),
  mine: (params = {}) => request("GET", `/v1/reviews${query({ mine: "true", ...params })}`),
  call: (id) => request("GET", `/v1/reviews/${part(id)}`),
  step: (id, move) => request("POST", `/v1/reviews/${part(id)}/steps`, move),
  live: () => request("GET", "/v1/live"),
};
