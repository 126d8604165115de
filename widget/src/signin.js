/** The servicer's own word on who is signed in to its site. */

/**
 * A token for the gateway and a mark of whose it is: null when nobody is signed in, undefined when it cannot be told.
 * @typedef {{token: string, account: string} | null | undefined} SignIn
 */

/**
 * @param {string | null} url
 * @returns {Promise<SignIn>}
 */
export async function signedIn(url) {
  if (!url) return undefined;
  try {
    const response = await fetch(url, { cache: "no-store" });
    if ([204, 401, 403, 404].includes(response.status)) return null;
    const { token } = await response.json();
    return { token, account: markOf(token) };
  } catch {
    return undefined;
  }
}

/** A short mark of the token's subject, to notice that somebody else signed in; it proves nothing. */
function markOf(/** @type {string} */ token) {
  const claims = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
  let mark = 0;
  for (const letter of JSON.parse(atob(claims)).sub) mark = (mark * 31 + letter.codePointAt(0)) | 0;
  return String(mark);
}
