// Hostile texts in every field and view of the console: nothing of them runs, nothing leaves for elsewhere.
// A control page that does it wrong must run many of them, or this test could not fail.
// Usage: node hostile.mjs PROGRAM SCREENSHOT_FOLDER [HOW_MANY]; without a number 500, "all" for every one.
// The texts are those of shared/data/hostile beside the repository when it is there, else a few of our own.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { launch, logIn, openPage, settled } from "./browser.mjs";
import { premoderated, startServer, submit } from "./server.mjs";

const [program, folder, howMany = "500"] = process.argv.slice(2);
const repository = join(dirname(fileURLToPath(import.meta.url)), "../..");
const pageSize = 100;

const ours = [
  "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "\"><img src=x onerror=alert(1)>",
  "javascript:alert(1)", "<iframe srcdoc='<script>parent.alert(1)</script>'>", "<a href=javascript:alert(1)>x</a>",
  "<details open ontoggle=alert(1)>", "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">", "{{constructor.constructor('alert(1)')()}}",
  "<style>@import 'http://evil.example/x.css'</style>", "<link rel=stylesheet href=http://evil.example/x.css>", "\u202Egnp.exe\u202C",
];

function sharedTexts() {
  const shared = join(repository, "../shared/data/hostile");
  if (!existsSync(shared)) return [];
  const lines = readdirSync(join(shared, "xss"))
    .filter((name) => name.endsWith(".txt"))
    .flatMap((name) => readFileSync(join(shared, "xss", name), "utf8").split("\n"));
  const sanitizers = JSON.parse(readFileSync(join(shared, "xss/dompurify.json"), "utf8")).map(({ payload }) => payload);
  const naughty = JSON.parse(readFileSync(join(shared, "naughty-strings/blns.json"), "utf8"));
  const unicode = readFileSync(join(shared, "unicode/attacks.jsonl"), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line).text);
  return [...lines, ...sanitizers, ...naughty, ...unicode];
}

/** What a comment may hold at all: some text, no lone surrogates, within the limits of the fields. */
const usable = (text) => typeof text === "string" && text.trim() !== "" && text.isWellFormed?.() !== false && !text.includes("\u0000");

const all = [...ours, ...sharedTexts().filter(usable)];

/** So many of all, evenly taken. */
function some(many) {
  const taken = Math.min(many, all.length);
  return Array.from({ length: taken }, (_, index) => all[Math.floor((index * all.length) / taken)]);
}

/** Cut to `bytes` of UTF-8 without cutting a character. */
function cut(text, bytes) {
  let out = text;
  while (Buffer.byteLength(out) > bytes) out = [...out].slice(0, -1 - Math.floor((Buffer.byteLength(out) - bytes) / 4)).join("");
  return out;
}

/** Notes everything that must not happen on a page. */
async function watch(browser, options) {
  const opened = await openPage(browser, options);
  const { page, faults } = opened;
  await page.addInitScript(() => {
    window.breaches = [];
    const note = (name) => (...with_) => void window.breaches.push(`${name}(${String(with_[0]).slice(0, 40)})`);
    for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = note(name);
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      window.breaches.push(`${violatedDirective} ${blockedURI}`);
    });
  });
  const foreign = [];
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== opened.origin) foreign.push(request.url());
  });
  const check = async (where) => {
    assert.deepEqual(await page.evaluate(() => window.breaches), [], where);
    assert.deepEqual(foreign, [], where);
    assert.deepEqual(faults, [], where);
  };
  return Object.assign(opened, { check });
}

/** In the control page: does with texts what must never be done. Resolves to how often something ran. */
const takeAsMarkup = async (payloads) => {
  for (const payload of payloads) {
    const box = document.createElement("div");
    box.innerHTML = payload;
    document.body.append(box);
  }
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return window.breaches.filter((breach) => !breach.includes("-src")).length;
};

test("hostile texts", { timeout: 3_600_000 }, async (t) => {
  const texts = howMany === "all" ? all : some(Number(howMany));
  const server = await startServer(program);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await server.stop();
  });
  const moderator = await watch(browser, { viewport: { width: 1280, height: 900 } });
  moderator.origin = new URL(server.base).origin;
  const { page, check } = moderator;
  const globals = () => page.evaluate(() => Object.keys(window).length);

  await t.test("a page that takes them as markup runs many: the control", async () => {
    const control = await watch(browser);
    await control.page.route("**/*", (route) => route.abort());
    await control.page.goto("about:blank");
    const shown = some(500);
    const ran = await control.page.evaluate(takeAsMarkup, shown);
    await control.page.context().close();
    // Most want a click, an old browser, or another place in a page; of 500, two or three dozen run by themselves.
    assert.ok(ran >= Math.min(10, shown.length / 5), `the control ran only ${ran} of ${shown.length}`);
    t.diagnostic(`control: ${ran} ran of ${shown.length}`);
  });

  await logIn(page, server.base, "ann");
  for (let at = 0; at < texts.length; at += pageSize) {
    const part = texts.slice(at, at + pageSize);
    await t.test(`texts ${at} to ${at + part.length} in every field, in the queue and on the card`, async () => {
      const article = `a${at}`;
      await premoderated(server, article, { title: cut(part[0], 300), section: cut(part[1] ?? "x", 100) });
      const ids = await submit(server, article, part.map((text, index) => ({
        text: cut(text, 20_000),
        author: {
          name: cut(part[(index + 1) % part.length], 100),
          email: cut(part[(index + 2) % part.length], 254),
          url: cut(part[(index + 3) % part.length], 2048),
          user_agent: cut(part[(index + 4) % part.length], 512),
        },
      })));
      await page.goto(`${server.base}/console/queue?article=${article}`);
      await page.waitForSelector(".row");
      const before = await globals();
      const rows = await page.locator(".row").count();
      for (let index = 0; index < rows; ++index) {
        await page.keyboard.press(index % 10 === 0 ? "o" : "j");
        if (index % 10 === 0) await page.keyboard.press("j");
        if (index % 25 === 0) await page.keyboard.press("v");
      }
      await settled(page);
      // What is shown is the text itself, with nothing of it taken as an element.
      const shown = await page.locator(".card").getAttribute("data-comment");
      const text = cut(part[ids.indexOf(shown)], 20_000);
      const body = page.locator(".card .text").first();
      if ((await body.getAttribute("class")) === "text") assert.equal(await body.textContent(), text);
      assert.equal(await page.locator(".card img, .card iframe, .card script, .card svg:not(.record svg), .row img, .row svg").count(), 0);
      assert.equal(await globals(), before, "no new global names");
      await check(`queue ${at}`);
      for (const id of [ids[0], ids[Math.floor(ids.length / 2)]]) {
        await page.goto(`${server.base}/console/comments/${id}`);
        await settled(page);
        await check(`comment ${id}`);
      }
    });
  }

  await t.test("in addresses, filters, saved views, notes, and the answers to mistakes", async () => {
    for (const text of texts.filter((_, index) => index % Math.ceil(texts.length / 12) === 0)) {
      const written = encodeURIComponent(cut(text, 150));
      for (const path of ["queue?author=", "queue?rule=", "queue?text=", "queue?sort=", "comments/", "authors/", "campaigns/", "history?q=", "history?moderator="]) {
        await page.goto(`${server.base}/console/${path}${written}`);
        await page.waitForSelector("main");
      }
      await check(text);
    }
    await page.evaluate((views) => localStorage.setItem("chaffinch.preferences", JSON.stringify({ views })), texts.slice(0, 50).map((name) => ({ name, query: name })));
    await page.goto(`${server.base}/console/queue`);
    await page.waitForSelector(".row");
    await page.click(".more-filters > summary");
    await page.keyboard.press("Escape");
    await check("saved views");
    await page.screenshot({ path: join(folder, "hostile-saved-views.png") });
  });

  await t.test("markup cannot be made in the page at all", async () => {
    const outcome = await page.evaluate(() => {
      const outcomes = [];
      // eval() is not among them: the browser's debugger, which runs this, is allowed to.
      const acts = [
        () => (document.body.innerHTML = "<b>x</b>"),
        () => document.write("x"),
        () => document.createElement("script").setAttribute("src", "data:,alert(1)"),
        () => trustedTypes.createPolicy("p", {}),
      ];
      for (const act of acts) {
        try {
          act();
          outcomes.push("done");
        } catch {
          outcomes.push("refused");
        }
      }
      return outcomes;
    });
    assert.deepEqual(outcome, ["refused", "refused", "refused", "refused"]);
  });
});
