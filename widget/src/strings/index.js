import { en } from "./en.js";
import { es } from "./es.js";

/** @typedef {"en" | "es"} Language */
/** @typedef {typeof en} Words */

/** @type {Record<Language, Words>} */
export const STRINGS = { en, es };

/**
 * The language of ours that a language tag asks for, if it asks for one.
 * @param {string | null | undefined} tag such as `es-MX`
 * @returns {Language | undefined}
 */
export function supported(tag) {
  const start = (tag ?? "").slice(0, 2).toLowerCase();
  return start === "en" || start === "es" ? start : undefined;
}

/** Refusals of the gateway that the window explains in its own words. @type {Record<string, keyof Words>} */
const ERRORS = {
  message_too_long: "errorTooLong",
  message_empty: "errorEmpty",
  message_unreadable: "errorUnreadable",
  rate_limited: "errorTooFast",
  host_token_invalid: "errorHostToken",
  host_token_refused: "errorHostToken",
  conversation_closed: "errorClosed",
  unavailable: "errorUnavailable",
};

/**
 * A refusal in words: our own for a code we know, else the gateway's, else a general sentence.
 * @param {Words} words
 * @param {{code?: string, message?: string}} problem
 * @returns {string}
 */
export function inWords(words, { code, message }) {
  const key = ERRORS[code ?? ""];
  return key ? /** @type {string} */ (words[key]) : message || words.errorGeneral;
}
