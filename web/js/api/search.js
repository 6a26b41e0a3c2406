/** Search over calls, over REST. */

import { request } from "../api.js";

export const searchApi = {
  /** @param {Record<string, string|number>} asked `q`, `top` and the filters of the queue */
  calls: (asked) => request("GET", `/v1/call-search?${new URLSearchParams(asked)}`),
};
