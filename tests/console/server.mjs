// Starts `chaffinch serve` with a site and moderators of its own on a throw-away data directory, and speaks
// its API as a site and as a moderator.

import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

// Under a sanitizer the program takes a few seconds to load its models.
const patience = 60_000;
export const password = "a long enough password";

function run(program, args, input = "") {
  const { status, stdout, stderr } = spawnSync(program, args, { input, encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  return stdout;
}

function whenServing(child, words) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server did not start: ${words.said}`)), patience);
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      words.said += chunk;
      const found = words.said.match(/serving on (http:\/\/[^\s,]+)/)?.[1];
      if (!found) return;
      clearTimeout(timer);
      resolve(found);
    });
    child.once("exit", (code) => reject(new Error(`the server ended (${code}): ${words.said}`)));
  });
}

/** With CHAFFINCH_CONSOLE_SOURCE (the folder server/console) that source is tried rather than what was built in. */
async function underWork(base) {
  const child = spawn(process.execPath, [join(process.env.CHAFFINCH_CONSOLE_SOURCE, "serve.mjs"), base, "0"]);
  const found = await new Promise((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      const address = chunk.match(/under work: (http:\/\/[^/]+)/)?.[1];
      if (address) resolve(address);
    });
  });
  return { base: found, end: () => child.kill() };
}

/**
 * Resolves to {base, key, site(method, path, body), moderator(login), stop()}. `moderators`: login to role.
 * `settings`: more lines of the configuration; `commands`: run before the start, each with the data folder.
 * `store`: a data folder with the site "news", taken (changed, and left there) instead of an empty one.
 */
export async function startServer(program, moderators = { ann: "operator", bob: "moderator" }, { port = 0, settings = "", commands = [], store = "" } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "chaffinch-console-test-"));
  const data = store ? resolve(store) : join(folder, "data");
  const config = join(folder, "chaffinch.yaml");
  await writeFile(config, `data: ${data}\nlisten: 127.0.0.1:${port}\nadmin_listen: 127.0.0.1:0\nsecure_cookies: false\nlimits: {requests_per_second_per_key: 0}\n${settings}`);
  const key = run(program, ["site", store ? "rotate-key" : "add", "news", "--data", data]).match(/ck_\S+/)[0];
  const known = run(program, ["moderator", "list", "--data", data]).split(/\s+/);
  for (const [login, role] of Object.entries(moderators)) {
    if (known.includes(login)) continue;
    run(program, ["moderator", "add", login, "--role", role, "--data", data], `${password}\n`);
  }
  for (const command of commands) run(program, [...command, "--data", data]);
  const words = { said: "" };
  const child = spawn(program, ["serve", "--config", config], { stdio: ["ignore", "ignore", "pipe"] });
  const served = await whenServing(child, words);
  const { base, end } = process.env.CHAFFINCH_CONSOLE_SOURCE ? await underWork(served) : { base: served, end: () => {} };
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    end();
    child.kill("SIGTERM");
    const code = await ended;
    await rm(folder, { recursive: true, force: true });
    return code;
  };
  return { base, key, site: (...call) => asSite(base, key, ...call), moderator: (login) => asModerator(base, login), stop };
}

async function answerOf(response) {
  const answer = response.status === 204 ? {} : await response.json();
  if (!response.ok && response.status !== 409) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

async function asSite(base, key, method, path, body) {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  return answerOf(await fetch(base + path, { method, headers, body: body && JSON.stringify(body) }));
}

/** A moderator without a browser: resolves to a function (method, path, body) -> answer. */
async function asModerator(base, login) {
  const json = { "Content-Type": "application/json" };
  const entered = await fetch(`${base}/v1/session`, { method: "POST", headers: json, body: JSON.stringify({ login, password }) });
  const cookie = entered.headers.get("set-cookie").split(";")[0];
  const { csrf_token } = await answerOf(entered);
  return async (method, path, body) => {
    const headers = { ...json, Cookie: cookie, "X-CSRF-Token": csrf_token };
    return answerOf(await fetch(base + path, { method, headers, body: body && JSON.stringify(body) }));
  };
}

/** Announces an article whose comments all wait for a person. */
export function premoderated(server, id, more = {}) {
  const article = { url: `https://news.example/${id}`, title: `About ${id}`, policy: { comments: "pre" }, ...more };
  return server.site("PUT", `/v1/articles/${id}`, article);
}

/** Submits comments of an article; resolves to their ids in order. */
export async function submit(server, article, comments) {
  const ids = [];
  for (let at = 0; at < comments.length; at += 500) {
    const part = comments.slice(at, at + 500).map((comment) => ({ article: { id: article }, ...comment }));
    const { results } = await server.site("POST", "/v1/comments/batch", { comments: part });
    for (const { comment, problem } of results) {
      if (problem) throw new Error(JSON.stringify(problem));
      ids.push(comment.id);
    }
  }
  return ids;
}

export const standingOf = async (server, id) => (await server.site("GET", `/v1/comments/${id}`)).status;
