/** The gateway's plain HTTP calls, and the servicer's own call for who is signed in. */

/** The gateway answered, and refused. */
export class Refused extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

/**
 * @param {string} base
 * @param {string} path
 * @param {string} [token] session token
 * @param {RequestInit} [options]
 */
export async function call(base, path, token, options = {}) {
  const headers = { ...(token && { Authorization: `Bearer ${token}` }), ...(options.body && { "Content-Type": "application/json" }) };
  const response = await fetch(new URL(path, base), { ...options, headers, credentials: "omit", cache: "no-store" });
  if (!response.ok) throw new Refused(response.status);
  return response;
}

/**
 * A new conversation.
 * @param {string} base
 * @param {{host_token?: string, language: string}} wish
 * @returns {Promise<{token: string, conversation: string}>}
 */
export async function openSession(base, wish) {
  return (await call(base, "chat/sessions", undefined, { method: "POST", body: JSON.stringify(wish) })).json();
}

/**
 * Who the servicer's site says is signed in: null when nobody is, undefined when it cannot be told.
 * @param {string | null} url
 * @returns {Promise<{token: string, account: string} | null | undefined>}
 */
export async function signedIn(url) {
  if (!url) return undefined;
  try {
    const response = await fetch(new URL(url, location.href), { credentials: "same-origin", cache: "no-store" });
    if ([204, 401, 403, 404].includes(response.status)) return null;
    if (!response.ok) return undefined;
    const { token } = await response.json();
    return token ? { token, account: accountOf(token) } : null;
  } catch {
    return undefined;
  }
}

/** A short mark of whose token this is, to notice that somebody else signed in; it is no proof of anything. */
function accountOf(/** @type {string} */ token) {
  const claims = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
  let mark = 2166136261;
  for (const letter of String(JSON.parse(atob(claims)).sub)) mark = Math.imul(mark ^ letter.charCodeAt(0), 16777619);
  return (mark >>> 0).toString(36);
}

/**
 * The address under which a document can be opened for a few minutes.
 * @param {string} base
 * @param {string} token
 * @param {string} documentId
 */
export async function documentAddress(base, token, documentId) {
  const path = `chat/documents/${encodeURIComponent(documentId)}/link`;
  const { href } = await (await call(base, path, token, { method: "POST" })).json();
  const address = new URL(href, base);
  if (!/^https?:$/.test(address.protocol)) throw new Refused(0);
  return address.href;
}

/**
 * @param {string} base
 * @param {string} token
 * @param {"txt" | "json" | "pdf"} format
 */
export async function transcript(base, token, format) {
  return (await call(base, `chat/transcript?format=${format}`, token)).blob();
}
