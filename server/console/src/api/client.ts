// Calls of the native API: same origin, the session's cookie, and for every write the session's CSRF
// token. A refusal is an exception that carries a sentence for the moderator.

import type { Problem, Session } from "./types.ts";
import { Store } from "../store.ts";
import { strings } from "../strings/index.ts";

/** Who is logged in: undefined while that is being asked, null for nobody. */
export const session = new Store<Session | null | undefined>(undefined);

/** `status` of HTTP, 0 when the server could not be reached; `answer` is its body. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly answer: unknown = undefined,
  ) {
    super(message);
  }

  /** The server has no such call: older, or without that part. */
  get unknownCall(): boolean {
    return this.status === 405 || (this.status === 404 && (this.answer as Problem | undefined)?.type !== "/problems/not-found");
  }
}

function sentence(answer: unknown, status: number): string {
  const problem = answer as Problem | undefined;
  const fields = (problem?.errors ?? []).map(({ pointer, message }) => `${pointer}: ${message}`).join("; ");
  const text = problem?.detail || problem?.title || strings().server_answered(status);
  // Which member was wrong matters where many were sent; a refused password needs no pointer.
  return fields && (status === 400 || status === 422) ? `${text} (${fields})` : text;
}

interface CallOptions {
  body?: unknown;
  /** Idempotency-Key: the same call may then be sent again without being carried out twice. */
  key?: string;
  signal?: AbortSignal;
}

async function answerOf(response: Response): Promise<unknown> {
  if (response.status === 204) return {};
  return response.json().catch(() => undefined);
}

function headersFor(method: string, { body, key }: CallOptions): Record<string, string> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key !== undefined) headers["Idempotency-Key"] = key;
  const token = session.get()?.csrf_token;
  if (method !== "GET" && token) headers["X-CSRF-Token"] = token;
  return headers;
}

/** Throws Refusal; status 0 when there is no connection. A 401 ends our session as well. */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: headersFor(method, options),
      body: options.body === undefined ? null : JSON.stringify(options.body),
      credentials: "same-origin",
      signal: options.signal ?? null,
    });
  } catch (fault) {
    if (options.signal?.aborted) throw fault;
    throw new Refusal(0, strings().unreachable);
  }
  const answer = await answerOf(response);
  if (response.ok) return answer as T;
  if (response.status === 401 && path !== "/v1/session") session.set(null);
  throw new Refusal(response.status, sentence(answer, response.status), answer);
}

/** The path of a call with its query; undefined and empty members are left out. */
export function withQuery(path: string, query: Record<string, string | number | boolean | undefined | null>): string {
  const filled = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") filled.set(name, String(value));
  }
  const search = filled.toString();
  return search ? `${path}?${search}` : path;
}

export const get = <T>(path: string, signal?: AbortSignal) => call<T>("GET", path, signal ? { signal } : {});
export const post = <T>(path: string, body: unknown = {}, key = newKey()) => call<T>("POST", path, { body, key });
export const put = <T>(path: string, body: unknown) => call<T>("PUT", path, { body });
export const patch = <T>(path: string, body: unknown) => call<T>("PATCH", path, { body });
export const remove = <T>(path: string) => call<T>("DELETE", path);

/** 128 random bits. randomUUID() is not there on plain HTTP outside loopback; this is. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function resumeSession(): Promise<void> {
  try {
    session.set(await get<Session>("/v1/session"));
  } catch (refusal) {
    session.set(null);
    if (!(refusal instanceof Refusal) || refusal.status !== 401) throw refusal;
  }
}

export async function logIn(login: string, password: string, code?: string): Promise<void> {
  const body = code ? { login, password, code } : { login, password };
  session.set(await call<Session>("POST", "/v1/session", { body }));
}

export async function logOut(): Promise<void> {
  await remove("/v1/session");
  session.set(null);
}
