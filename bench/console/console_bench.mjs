// How fast the review console is for the person at it: node console_bench.mjs PROGRAM FOLDER [WAITING | STORE]
// (through tests/console/run, which brings node's packages). WAITING comments are queued first (2,000), or
// STORE is served, a data folder that generate_store made; it is changed and left there.
//
// Prints one JSON object: size of what a browser fetches; first paint and first card on a cold cache; time
// from a decision's key to the next card in focus and painted; 200 comments by 200 keys, with and without
// waiting until the server has answered them all. The server runs on the same machine and cores.

import { gzipSync } from "node:zlib";
import { launch, logIn, openPage, settled } from "../../tests/console/browser.mjs";
import { premoderated, startServer, submit } from "../../tests/console/server.mjs";

const [program, , given = "2000"] = process.argv.slice(2);
const store = /^\d+$/.test(given) ? "" : given;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.floor(values.length * share)];
const rounded = (milliseconds) => Math.round(milliseconds * 10) / 10;

const subjects = ["bridge", "harbour", "school", "budget", "orchard", "library", "tram", "museum"];
const texts = (many) =>
  Array.from({ length: many }, (_, index) => ({
    author: { name: `Reader ${index}` },
    text: `About the ${subjects[index % 8]} in our ${subjects[(index >> 3) % 8]} street ${index}: nobody asked us, and it shows in ${index % 97} places.`,
  }));

async function sizes(base) {
  const page = await (await fetch(`${base}/console/queue`)).text();
  const out = { page: gzipSync(page, { level: 9 }).length };
  for (const [, path] of page.matchAll(/(?:src|href)="(\/console\/assets\/[^"]+)"/g)) {
    out[path.split(".").at(-1)] = gzipSync(await (await fetch(base + path)).text(), { level: 9 }).length;
  }
  out.all = Object.values(out).reduce((sum, bytes) => sum + bytes, 0);
  return out;
}

async function firstPaint(browser, base) {
  const { page } = await openPage(browser, { viewport: { width: 1280, height: 800 } });
  await logIn(page, base, "ann");
  const client = await page.context().newCDPSession(page);
  await client.send("Network.setCacheDisabled", { cacheDisabled: true });
  const paints = [];
  const cards = [];
  for (let times = 0; times < 9; ++times) {
    await page.goto(`${base}/console/queue`, { waitUntil: "commit" });
    await page.waitForSelector(".card");
    cards.push(await page.evaluate(() => performance.now()));
    paints.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? performance.now()));
  }
  await page.context().close();
  return { first_contentful_paint_ms: rounded(median(paints)), first_card_ms: rounded(median(cards)) };
}

/** In the page: presses a key and resolves when another card has the focus and has been painted. */
const decideInPage = (key) =>
  new Promise((resolve) => {
    const before = document.querySelector(".card")?.dataset.comment;
    const start = performance.now();
    document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    const look = () => {
      const card = document.activeElement?.closest?.(".card");
      if (card && card.dataset.comment !== before) requestAnimationFrame(() => resolve(performance.now() - start));
      else requestAnimationFrame(look);
    };
    look();
  });

const keyOf = (index) => "aarsa1a4"[index % 8];

async function decisionToNext(page) {
  const took = [];
  for (let index = 0; index < 100; ++index) {
    took.push(await page.evaluate(decideInPage, keyOf(index)));
    await page.waitForTimeout(20);
  }
  await settled(page);
  return { median_ms: rounded(median(took)), p95_ms: rounded(quantile(took, 0.95)), largest_ms: rounded(Math.max(...took)) };
}

async function twoHundred(page, base) {
  const totalOf = async () => (await (await page.request.get(`${base}/v1/queue?limit=1`)).json()).total;
  await page.reload();
  await page.waitForSelector(".card");
  const before = await totalOf();
  const start = Date.now();
  for (let index = 0; index < 200; ++index) {
    while ((await page.locator(".row").count()) === 0) await page.waitForTimeout(10);
    await page.keyboard.press(keyOf(index));
  }
  const keys = Date.now() - start;
  await settled(page);
  const answered = Date.now() - start - 300;
  return { keys: 200, decided: before - (await totalOf()), pressed_after_s: keys / 1000, answered_after_s: answered / 1000 };
}

async function waitingIn(server) {
  const ann = await server.moderator("ann");
  return (await ann("GET", "/v1/queue?limit=1")).total;
}

const server = await startServer(program, { ann: "operator" }, { store });
const browser = await launch();
try {
  if (!store) {
    await premoderated(server, "town");
    await submit(server, "town", texts(Number(given)));
  }
  const result = { waiting: await waitingIn(server), gzipped_bytes: await sizes(server.base), ...(await firstPaint(browser, server.base)) };
  const { page } = await openPage(browser, { viewport: { width: 1280, height: 800 } });
  await logIn(page, server.base, "ann");
  await page.waitForSelector(".card");
  result.decision_to_next_card = await decisionToNext(page);
  result.two_hundred_by_key = await twoHundred(page, server.base);
  console.log(JSON.stringify(result, null, 2));
} finally {
  await browser.close();
  await server.stop();
}
