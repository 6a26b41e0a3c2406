/** The server's REST side. Every failure is an `ApiError` with the server's code and message. */

export class ApiError extends Error {
  /** @param {object|null} data the whole answer, for errors that carry more than a message */
  constructor(status, code, message, data = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.data = data;
  }
}

/** A request that no other site's form can make: the header needs the same origin or a pre-flight. */
const PANEL_HEADER = { "X-Ascolto-Panel": "1" };

/** Ask the server: the answer's JSON, or an `ApiError`. */
export async function request(method, path, body) {
  const headers = { Accept: "application/json", ...PANEL_HEADER };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers, credentials: "same-origin", body: JSON.stringify(body) });
  } catch {
    throw new ApiError(0, "unreachable", "");
  }
  const data = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return data;
  throw new ApiError(response.status, data?.error?.code ?? "error", data?.error?.message ?? `HTTP ${response.status}`, data);
}

/** Parameters as the end of an address; empty ones are left out. */
export function query(params) {
  const kept = Object.entries(params).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return kept.length ? `?${new URLSearchParams(kept)}` : "";
}

const part = encodeURIComponent;

export const api = {
  session: () => request("GET", "/v1/session"),
  signIn: (username, password) => request("POST", "/v1/session", { username, password }),
  signOut: () => request("DELETE", "/v1/session"),
  model: () => request("GET", "/v1/model"),
  openCalls: () => request("GET", "/v1/calls?open=true"),
  demoCalls: () => request("GET", "/v1/demo/calls"),
  replay: (id, speed) => request("POST", `/v1/demo/calls/${part(id)}/replay`, { speed }),
  customer: (principal, ref, language) =>
    request("GET", `/v1/customers/${part(principal)}/${part(ref)}?language=${part(language)}`),
  tasks: (language) => request("GET", `/v1/tasks?language=${part(language)}`),
  taskDone: (id, outcome) => request("POST", `/v1/tasks/${part(id)}/done`, { outcome }),
  taskTold: (id) => request("POST", `/v1/tasks/${part(id)}/told`),
  proposals: (language) => request("GET", `/v1/proposals?language=${part(language)}`),
  article: (principal, id, language) =>
    request("GET", `/v1/sources/article/${part(principal)}/${part(id)}?language=${part(language)}`),
  record: (principal, ref, id, language) =>
    request("GET", `/v1/sources/record/${part(principal)}/${part(ref)}/${part(id)}?language=${part(language)}`),
};
