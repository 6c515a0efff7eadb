// Starts `chaffinch demo` on free ports and reads from its greeting where everything is.

import { spawn } from "node:child_process";

const greeting = {
  article: /Article with comment form\s+(\S+)/,
  queue: /Moderators' queue\s+(\S+)/,
  login: /login\s+(\S+)/,
  password: /password\s+(\S+)/,
  key: /Site key\s+(\S+)/,
};

// Under a sanitizer the program takes a few seconds to load its models.
const patience = 60_000;

/** Resolves to {article, queue, login, password, key, stop()}; rejects with the program's words. */
export function startDemonstration(program) {
  const child = spawn(program, ["demo", "--port", "0", "--site-port", "0", "--admin-port", "0"]);
  let said = "";
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
  const stop = async () => {
    child.kill("SIGTERM");
    return ended;
  };
  return new Promise((resolve, reject) => {
    const fail = (why) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      reject(new Error(`the demonstration ${why}; it said:\n${said}`));
    };
    const timer = setTimeout(() => fail("did not greet in time"), patience);
    const listen = (chunk) => {
      said += chunk;
      const found = Object.entries(greeting).map(([name, pattern]) => [name, said.match(pattern)?.[1]]);
      if (found.some(([, value]) => value === undefined)) return;
      clearTimeout(timer);
      resolve({ ...Object.fromEntries(found), stop });
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", (chunk) => (said += chunk));
    child.once("error", (error) => fail(`could not be started (${error.message})`));
    ended.then((code) => fail(`ended (${code})`));
  });
}
