/**
 * An element with a shadow root that draws itself at most once per turn of the event loop.
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

  /** Puts the element's present state on the page. */
  draw() {}

  /** Draws soon; the promise holds when what has changed is on the page. */
  changed() {
    this.#drawing ??= Promise.resolve().then(() => {
      this.#drawing = undefined;
      this.draw();
    });
    return this.#drawing;
  }

  /** @param {string} selector @returns {HTMLElement} */
  find(selector) {
    return /** @type {HTMLElement} */ (this.root.querySelector(selector));
  }
}
