// Calls of the native API from the moderators' queue: same origin, the session's cookie, and for every
// write the session's CSRF token.

let csrfToken = "";

/** A refusal: `status` of HTTP (0: no connection), `message` a sentence for the moderator. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// What a refusal says: a problem document, or the one item of a decision that could not be made, with
// whoever was faster.
function sentence(answer, status) {
  const item = answer.results?.find((result) => result.status === "error");
  if (item?.standing?.moderator) {
    return `${item.standing.moderator} has decided this comment meanwhile (${item.standing.judgement}).`;
  }
  const problem = item?.problem ?? answer;
  return problem.detail || problem.title || `The server answered ${status}.`;
}

async function call(method, path, body) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && csrfToken !== "") headers["X-CSRF-Token"] = csrfToken;
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
    });
  } catch {
    throw new Refusal(0, "The server cannot be reached.");
  }
  const answer = response.status === 204 ? {} : await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, sentence(answer, response.status));
  return answer;
}

function remember(session) {
  csrfToken = session.csrf_token ?? csrfToken;
  return session.moderator;
}

/** The moderator who is logged in, or null. */
export async function whoAmI() {
  try {
    return remember(await call("GET", "/v1/session"));
  } catch (refusal) {
    if (refusal.status === 401) return null;
    throw refusal;
  }
}

export async function logIn(login, password) {
  return remember(await call("POST", "/v1/session", { login, password }));
}

export async function logOut() {
  await call("DELETE", "/v1/session");
  csrfToken = "";
}

/** One page of the queue: {items, next_cursor, total}. */
export function queuePage(cursor) {
  return call("GET", cursor ? `/v1/queue?cursor=${encodeURIComponent(cursor)}` : "/v1/queue");
}

/** Decides one comment in the version that was seen. Resolves to the decision's id. */
export async function decide(comment, judgement, reason) {
  const answer = await call("POST", "/v1/decisions", {
    items: [{ comment: comment.id, version: comment.version, judgement, reason }],
  });
  return answer.decision;
}

export function undo(decision) {
  return call("POST", `/v1/decisions/${encodeURIComponent(decision)}/undo`, {});
}
