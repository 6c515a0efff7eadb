// A Chromium for the journey: pages that remember their faults, screenshots, accessibility checks.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { password } from "./server.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export function launch() {
  const sandbox = process.getuid() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: process.env.CHAFFINCH_BROWSER, args: sandbox });
}

/**
 * A page of its own session. `faults` collects exceptions and what the Content-Security-Policy had to
 * stop; answers such as 401 are not faults.
 */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, ...options });
  const page = await context.newPage();
  // A machine that also compiles takes its time.
  page.setDefaultTimeout(45_000);
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (/Content.Security.Policy|Trusted/i.test(message.text())) faults.push(message.text());
  });
  page.on("dialog", (dialog) => {
    faults.push(`a dialog opened: ${dialog.message()}`);
    dialog.dismiss();
  });
  return { page, faults };
}

/** Logs in at the console and waits for the queue. */
export async function logIn(page, base, login, secret = password) {
  await page.goto(`${base}/console/queue`);
  await page.fill("[name=login]", login);
  await page.fill("[name=password]", secret);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".queue");
}

/** Resolves when no call of the page has been under way for a moment; the stream of events does not count. */
export async function settled(page) {
  const busy = () => page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/v1/")).length);
  for (let before = -1, now = await busy(); now !== before; ) {
    before = now;
    await page.waitForTimeout(150);
    now = await busy();
  }
}

/** What axe-core finds wrong, as "rule: element". Colours are judged as they are once none of them changes any more. */
export async function accessibilityFaults(page) {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`));
}

/** Whether something sticks out to the side. */
export function isTooWide(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}
