// For work on the console: node serve.mjs SERVER [PORT]. Bundles src/ anew at each change, serves it below
// /console/ with the headers of server/console/console.cpp, and passes /v1/ on to the server at that
// address, events included. Prints where it is; ends with its terminal.

import { readFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [server, port = "8090"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "chaffinch-console-"));
const here = fileURLToPath(new URL(".", import.meta.url));
const bundler = spawn(process.execPath, [join(here, "build.mjs"), folder, "--watch"], { stdio: ["pipe", "inherit", "inherit"] });
process.on("exit", () => bundler.kill());
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(0));

const types = { js: "text/javascript", css: "text/css", svg: "image/svg+xml", html: "text/html; charset=utf-8" };

/** The header fields of the page as the program sends them, read from its source. */
async function pageHeaders() {
  const source = await readFile(join(here, "console.cpp"), "utf8");
  const table = source.slice(source.indexOf("page_headers() {"));
  const field = /\{"([A-Za-z-]+)",\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\}/g;
  return Object.fromEntries(
    [...table.matchAll(field)].map(([, name, texts]) => [name, [...texts.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text.replace(/\\"/g, '"')).join("")]),
  );
}

function passOn(request, response) {
  const { hostname, port: to } = new URL(server);
  const onward = http.request({ hostname, port: to, path: request.url, method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.writeHead(502).end());
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname.startsWith("/v1/")) return passOn(request, response);
  const asset = pathname.match(/^\/console\/assets\/(console\.(?:js|css)|icon\.svg)$/)?.[1] ?? "index.html";
  const headers = { ...(await pageHeaders()), "Content-Type": types[asset.split(".").at(-1)] };
  response.writeHead(200, headers).end(await readFile(join(folder, asset)));
}

// Nothing is answered before there is something to answer with.
while (!existsSync(join(folder, "console.js"))) await new Promise((resolve) => setTimeout(resolve, 50));
const listener = http.createServer((request, response) => {
  answer(request, response).catch(() => response.writeHead(500).end());
});
listener.listen(Number(port), "127.0.0.1", () => {
  console.log(`console under work: http://127.0.0.1:${listener.address().port}/console/queue`);
});
