/**
 * <asc-tabs>: which part stands under the card where there is no room for all of them.
 *
 * Properties: none. Reads `tab`, `call.plans`, `call.checklist`. Events: none; sets `tab` in the store.
 */

import { showTab } from "../controller.js";
import { h, refill } from "../dom.js";
import { t } from "../i18n.js";
import { View } from "../view.js";

const TABS = ["note", "plans", "transcript", "checklist", "customer", "ask"];

class Tabs extends View {
  select({ tab, call }) {
    return [tab, call?.plans, call?.checklist];
  }

  render({ tab, call }) {
    const open = call?.checklist.filter((entry) => !entry.done).length ?? 0;
    const counts = { plans: call?.plans?.options.length || null, checklist: open || null };
    refill(
      this,
      h(
        "nav",
        { class: "tabs", "aria-label": t("tabs.title") },
        TABS.map((name) =>
          h(
            "button",
            { type: "button", "aria-current": name === tab ? "true" : null, dataset: { key: `tab-${name}`, name }, onclick: () => showTab(name) },
            t(`tabs.${name}`),
            counts[name] && h("span", { class: "count" }, counts[name]),
          ),
        ),
      ),
    );
  }
}

customElements.define("asc-tabs", Tabs);
