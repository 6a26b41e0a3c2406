/**
 * <asc-signin>: user name and password.
 *
 * Properties: none. Reads `signinError`. Events: none.
 */

import { signIn } from "../page.js";
import { h } from "../dom.js";
import { t } from "../i18n.js";
import { View } from "../view.js";

class SignIn extends View {
  select({ signinError }) {
    return [signinError];
  }

  setUp() {
    this.username = h("input", { id: "username", name: "username", autocomplete: "username", required: true, autocapitalize: "none", spellcheck: "false" });
    this.password = h("input", { id: "password", name: "password", type: "password", autocomplete: "current-password", required: true });
    this.labels = [h("label", { for: "username" }), h("label", { for: "password" })];
    this.button = h("button", { type: "submit", class: "primary" });
    this.error = h("p", { class: "form-error", role: "alert" });
    this.intro = h("p");
    const mark = h("img", { src: "/static/img/ascolto.svg", alt: "", width: 48, height: 48 });
    const form = h("form", { class: "signin", onsubmit: (event) => this.#submit(event) }, mark, h("h1", {}, "Ascolto"), this.intro, this.labels[0], this.username, this.labels[1], this.password, this.error, this.button);
    this.append(h("main", { id: "main", class: "signin-page", tabindex: "-1" }, form));
    this.username.focus();
  }

  render({ signinError }) {
    this.intro.textContent = t("signin.text");
    this.labels[0].textContent = t("signin.username");
    this.labels[1].textContent = t("signin.password");
    this.button.textContent = t("signin.submit");
    this.error.textContent = signinError;
  }

  async #submit(event) {
    event.preventDefault();
    this.button.disabled = true;
    await signIn(this.username.value.trim(), this.password.value);
    this.button.disabled = false;
    if (this.isConnected) this.password.select();
  }
}

customElements.define("asc-signin", SignIn);
