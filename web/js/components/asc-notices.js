/**
 * <asc-notices>: what went wrong or is good to know; it never stands in the way of the call.
 *
 * Properties: none. Reads `notices`. Events: none.
 */

import { dropNotice } from "../page.js";
import { h, icon, refill } from "../dom.js";
import { t } from "../i18n.js";
import { View } from "../view.js";

class Notices extends View {
  select({ notices }) {
    return [notices];
  }

  setUp() {
    this.list = h("div", { class: "notices", role: "status" });
    this.append(this.list);
  }

  render({ notices }) {
    refill(this.list, notices.map(notice));
  }
}

function notice({ id, kind, text }) {
  return h(
    "div",
    { class: `notice notice-${kind}` },
    icon(kind === "error" ? "alert" : "info"),
    h("p", {}, text),
    h("button", { type: "button", class: "quiet icon-button", "aria-label": t("notice.close"), dataset: { key: `notice-${id}` }, onclick: () => dropNotice(id) }, icon("close")),
  );
}

customElements.define("asc-notices", Notices);
