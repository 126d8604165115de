import { render } from "lit/html.js";

/**
 * An element that draws a Lit template into its shadow root, at most once per turn of the event loop.
 *
 * This is the part of LitElement the window needs: its attributes are read once, when it enters a page.
 */
export class Rendered extends HTMLElement {
  /** @type {Promise<void> | undefined} */
  #drawing;

  /** @param {string[]} styles style sheets to adopt, in order: nothing inline, so a strict CSP is satisfied */
  constructor(styles) {
    super();
    this.root = this.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = styles.map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
  }

  /** Draws soon; the promise holds when what has changed is on the page. */
  changed() {
    this.#drawing ??= Promise.resolve().then(() => {
      this.#drawing = undefined;
      this.drawing();
      render(this.template(), this.root);
      this.drawn();
    });
    return this.#drawing;
  }

  /** Before each drawing. */
  drawing() {}

  /** After each drawing. */
  drawn() {}

  /** @returns {import("lit/html.js").TemplateResult} */
  template() {
    throw new TypeError("an element says what it shows");
  }

  /** @param {string} selector @returns {HTMLElement} */
  find(selector) {
    return /** @type {HTMLElement} */ (this.root.querySelector(selector));
  }
}
