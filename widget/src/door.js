/** The gateway's plain HTTP calls. */

/**
 * One call; a refusal is thrown: it is the response.
 * @param {string} base
 * @param {string} path
 * @param {string} [token] session token
 * @param {RequestInit} [options]
 */
export async function call(base, path, token, options = {}) {
  const headers = { ...(token && { Authorization: `Bearer ${token}` }), ...(options.body && { "Content-Type": "application/json" }) };
  const response = await fetch(new URL(path, base), { ...options, headers, credentials: "omit", cache: "no-store" });
  if (!response.ok) throw response;
  return response;
}

/**
 * A new conversation.
 * @param {string} base
 * @param {string} language
 * @param {string} [hostToken]
 * @returns {Promise<{token: string, conversation: string}>}
 */
export async function openSession(base, language, hostToken) {
  const body = JSON.stringify({ language, host_token: hostToken });
  return (await call(base, "chat/sessions", undefined, { method: "POST", body })).json();
}

/**
 * The address under which a document can be opened for a few minutes.
 * @param {string} base
 * @param {string | undefined} token
 * @param {string} documentId
 */
export async function documentAddress(base, token, documentId) {
  const path = `chat/documents/${encodeURIComponent(documentId)}/link`;
  const { href } = await (await call(base, path, token, { method: "POST" })).json();
  const address = new URL(href, base);
  if (!address.protocol.startsWith("http")) throw address;
  return address.href;
}

/**
 * @param {string} base
 * @param {string | undefined} token
 * @param {"txt" | "json" | "pdf"} format
 * @param {string} language
 */
export async function transcript(base, token, format, language) {
  return (await call(base, `chat/transcript?format=${format}&language=${language}`, token)).blob();
}
