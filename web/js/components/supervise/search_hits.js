/** What a search found, as elements: calls with the lines that say why, and the words that were asked for marked. */

import { h, icon } from "../../dom.js";
import { day, duration } from "../../format.js";
import { named, t } from "../../i18n.js";
import { address } from "../../page.js";

const ICONS = { operator: "operator", customer: "customer", third_party: "third_party", note: "article" };

/** A call: its name leads to its beginning, each line to the words in it. */
export function hitItem(hit) {
  const { call_id: id, customer_name: name, customer, disposition } = hit;
  return h(
    "li",
    { class: "panel hit" },
    h(
      "div",
      { class: "hit-head" },
      h("h2", {}, h("a", { href: address("call", { call: id }), dataset: { key: `hit-${id}` } }, name || customer)),
      h("p", { class: "below" }, [day(hit.day), disposition && named("disposition", disposition)].filter(Boolean).join(" · ")),
    ),
    h("ol", { class: "hit-lines" }, hit.passages.map((line, n) => hitLine(line, id, n))),
  );
}

function hitLine(line, id, n) {
  const speaker = t(`search.speaker.${line.speaker}`);
  const time = duration(line.t);
  const [utterance] = line.utterance_ids;
  const way =
    utterance &&
    h(
      "a",
      {
        class: "hit-time number",
        href: address("call", { call: id, u: utterance }),
        "aria-label": t("search.open_at", { time, speaker }),
        dataset: { key: `hit-${id}-${n}` },
      },
      time,
    );
  return h(
    "li",
    { class: `hit-line hit-${line.speaker}` },
    h("span", { class: "hit-speaker" }, icon(ICONS[line.speaker]), speaker),
    way,
    h("span", { class: "hit-text" }, marked(line.text, line.marks)),
  );
}

/** The text with its marks; the server counts characters, not UTF-16 units. */
function marked(text, marks) {
  const characters = Array.from(text);
  const piece = (start, end) => characters.slice(start, end).join("");
  const parts = [];
  let place = 0;
  for (const [start, end] of marks) {
    parts.push(piece(place, start), h("mark", {}, piece(start, end)));
    place = end;
  }
  return [...parts, piece(place)].filter((part) => part !== "");
}
