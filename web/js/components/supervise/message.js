/** Sends one message into a call that is going on, over the call's own socket, and waits until the call has it. */

import { t } from "../../i18n.js";
import { Live } from "../../live.js";

const PATIENCE = 10_000;

/**
 * @param {string} callId
 * @param {number} after  the last event that is known of the call
 * @returns {Promise<string|null>} why it couldn't be sent; null where the call has it
 */
export function sendMessage(callId, after, text) {
  return new Promise((resolve) => {
    let line = null;
    const end = (problem) => {
      clearTimeout(timer);
      line?.close();
      resolve(problem);
    };
    const timer = setTimeout(() => end(t("error.unreachable")), PATIENCE);
    line = new Live(callId, {
      lastSeq: () => after,
      onEvent: (event) => {
        if (event.type === "error" && event.seq === 0) end(event.message);
        if (event.type === "message.sent" && event.text === text) end(null);
      },
      onState: () => {},
      onRefused: () => end(t("live.refused")),
      onBreak: () => {},
    });
    line.send({ type: "message.send", text });
  });
}
