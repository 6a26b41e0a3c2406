/** Where the list of calls stood, for the way back from a call. */

import { address } from "../../page.js";

let params = {};

export function rememberQueue(asked) {
  params = asked;
}

export function queueAddress() {
  return address("queue", params);
}
