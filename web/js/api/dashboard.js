/** The manager's dashboard over REST. */

import { request } from "../api.js";

export function query(params) {
  const kept = Object.entries(params).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return kept.length ? `?${new URLSearchParams(kept)}` : "";
}

export const dashboardApi = {
  dashboard: (params) => request("GET", `/v1/dashboard${query(params)}`),
  list: (params) => request("GET", `/v1/dashboard/list${query(params)}`),
};
