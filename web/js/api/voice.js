/** The voice of the customer over REST: themes, their voices, names, and what is done about them. */

import { query, request } from "../api.js";

const part = encodeURIComponent;

export const voiceApi = {
  report: (params) => request("GET", `/v1/voice${query(params)}`),
  theme: (id, params) => request("GET", `/v1/voice/themes/${part(id)}${query(params)}`),
  rename: (id, names, version) => request("POST", `/v1/voice/themes/${part(id)}/name`, { names, version }),
  actions: (principal) => request("GET", `/v1/voice/actions${query({ principal })}`),
  addAction: (action) => request("POST", "/v1/voice/actions", action),
  done: (id, version) => request("POST", `/v1/voice/actions/${part(id)}/done`, { version }),
  look: (id, version) => request("POST", `/v1/voice/actions/${part(id)}/look`, { version }),
};
