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
 * Sends a file. `refusal` becomes null once it is on record, the gateway's words when it is not taken, and empty when
 * nobody knows; then it may be sent again under the same id.
 * @param {string} base
 * @param {string | undefined} token
 * @param {{id: string, name: string, label: string, remark: string}} about
 * @param {File} file
 * @param {(part: number) => void} told how much has gone, from 0 to 1
 * @returns {{refusal: Promise<string | null>, stop: () => void}}
 */
export function upload(base, token, about, file, told) {
  // Only this older way to send tells how far it has come.
  const request = new XMLHttpRequest();
  request.open("POST", new URL("chat/uploads", base));
  request.responseType = "json";
  request.setRequestHeader("Authorization", `Bearer ${token}`);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("Doorstep-Document", encodeURIComponent(JSON.stringify(about)));
  request.upload.onprogress = ({ loaded, total }) => told(loaded / (total || 1));
  /** @type {Promise<string | null>} */
  const refusal = new Promise((resolve) => {
    request.onload = () => {
      const { status, response } = request;
      resolve(status === 201 ? null : status > 401 && status < 500 ? (response?.detail ?? "") : "");
    };
    request.onerror = request.onabort = () => resolve("");
  });
  request.send(file);
  return { refusal, stop: () => request.abort() };
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
