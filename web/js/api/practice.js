/** Practice over REST: the desk, calls turn by turn, debriefs, assignments, scenarios. */

import { query, request } from "../api.js";

const HOME = "/v1/practice";
const part = encodeURIComponent;
const exercise = (id) => `${HOME}/exercises/${part(id)}`;
const scenario = (id) => `${HOME}/scenarios/${part(id)}`;

export const practiceApi = {
  desk: () => request("GET", HOME),
  toDo: () => request("GET", `${HOME}/to-do`),
  trainees: () => request("GET", `${HOME}/trainees`),
  assign: (asked) => request("POST", `${HOME}/assignments`, asked),
  withdraw: (id) => request("DELETE", `${HOME}/assignments/${part(id)}`),
  begin: (asked) => request("POST", `${HOME}/exercises`, asked),
  exercise: (id) => request("GET", exercise(id)),
  say: (id, version, text) => request("POST", `${exercise(id)}/say`, { version, text }),
  undo: (id, version) => request("POST", `${exercise(id)}/undo`, { version }),
  pause: (id, version, paused) => request("POST", `${exercise(id)}/pause`, { version, paused }),
  finish: (id, version) => request("POST", `${exercise(id)}/finish`, { version }),
  debrief: (id) => request("GET", `${exercise(id)}/debrief`),
  debriefFile: (id) => `${exercise(id)}/debrief.md`,
  scenarios: () => request("GET", `${HOME}/scenarios`),
  scenario: (id) => request("GET", scenario(id)),
  check: (written) => request("POST", `${HOME}/scenarios/check`, { scenario: written }),
  add: (written) => request("POST", `${HOME}/scenarios`, { scenario: written }),
  save: (id, stamp, written) => request("PUT", scenario(id), { stamp, scenario: written }),
  remove: (id, stamp) => request("DELETE", `${scenario(id)}${query({ stamp })}`),
};
