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
