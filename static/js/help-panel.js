// <safety-help topic="depression" language="fr" country="FR"> shows help from this safety centre on any site.
// One element, its own style boundary; no cookie, no identifier, nothing of what a person wrote.
import { STYLE, make, row } from "./help-panel-rows.js";

const HERE = new URL(import.meta.url);

class SafetyHelp extends HTMLElement {
  static observedAttributes = ["topic", "level", "language", "country", "age-band"];

  connectedCallback() { this.attributeChangedCallback(); }

  attributeChangedCallback() {
    if (!this.isConnected || this.waiting) return; // several attributes at once are one question
    this.waiting = true;
    queueMicrotask(() => { this.waiting = false; this.load(); });
  }

  async load() {
    const turn = (this.turn = {}); // of two answers the later question's counts
    const wanted = new URLSearchParams();
    for (const name of SafetyHelp.observedAttributes) {
      const value = this.getAttribute(name) || (name === "language" ? document.documentElement.lang : "");
      if (value) wanted.set(name.replace("-", "_"), value);
    }
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    if (!root.firstChild) root.append(make("slot")); // until there is an answer, and without one, the site's own content
    try {
      const answer = await fetch(new URL(`/api/v1/embed/help?${wanted}`, HERE), { credentials: "omit", referrerPolicy: "no-referrer" });
      if (!answer.ok) throw new Error(answer.status);
      const { language, direction, words, help } = await answer.json();
      if (turn !== this.turn) return;
      const section = make("section", "", { "aria-labelledby": "line", lang: language, dir: direction });
      const list = make("ul");
      list.append(...help.resources.map((resource) => row(resource, words)));
      section.append(make("h2", help.line, { id: "line" }), list, make("p"));
      section.lastChild.append(make("a", words.friend, { href: help.friend_url, rel: "noreferrer" }));
      root.adoptedStyleSheets = [STYLE];
      root.replaceChildren(section);
    } catch {
      root.replaceChildren(make("slot"));
    }
  }
}

customElements.define("safety-help", SafetyHelp);
