import { html } from "lit/html.js";

/** A line drawing in a box of 24. @param {string} path @param {string} [look] */
const icon = (path, look = "") => html`<svg viewBox="0 0 24 24" aria-hidden="true" class=${look}><path d=${path} /></svg>`;

export const chatIcon = icon("M4 5h16v11H10l-4 4v-4H4zM8 9h8M8 12h5");
export const closeIcon = icon("M6 6l12 12M18 6L6 18");
export const menuIcon = icon("M12 5v.01M12 12v.01M12 19v.01", "dots");
export const personIcon = icon("M12 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M5 20c.6-4 3.2-6 7-6s6.4 2 7 6");
export const documentIcon = icon("M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6");
export const clipIcon = icon("M8 12l6-6a3 3 0 0 1 4.5 4.5l-8 8a5 5 0 0 1-7-7l8-8");
export const sendIcon = icon("M4 12l16-7-5 15-3-6zM12 14l8-9");
export const lockIcon = icon("M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3");
export const downIcon = icon("M12 5v14M6 13l6 6 6-6");
