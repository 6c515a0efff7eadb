// The journey of one comment through a real browser: written on the article page, held, approved in
// the queue, published, taken back, rejected. Usage: node journey.mjs PROGRAM SCREENSHOT_FOLDER

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { accessibilityFaults, isTooWide, launch, openPage, settled } from "./browser.mjs";
import { startDemonstration } from "./demonstration.mjs";

const [program, folder] = process.argv.slice(2);
const marker = "Journey 4711.";
// Health together with contact data: for a person to decide, whatever the rules and the model weigh.
const revealing = `Please write to me, my address is ann.miller@example.org and my phone is
+1 202 555 0128. I have had CRPS since my stroke. ${marker}`;
const hostileName = "<img src=x onerror=alert(1)>Ann";

const picture = (page, name) => page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
const mine = (page) => page.locator(".row", { hasText: marker });
const show = (page) => mine(page).locator(".row-open").click();
const published = (page) => page.locator("li.comment", { hasText: marker });
const fate = (page) => page.locator("#yours").getAttribute("data-state");

async function write(page, name, text) {
  await page.fill("#write [name=name]", name);
  await page.fill("#write textarea", text);
  await page.click("#write button");
  await page.waitForSelector("#yours");
}

test("the journey of a comment", async (t) => {
  const demo = await startDemonstration(program);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    assert.equal(await demo.stop(), 0, "the demonstration ends in order when asked to");
  });
  const reader = await openPage(browser);
  const moderator = await openPage(browser);

  // Each step needs the one before it, so the first failure is the only one worth reading.
  let broken = false;
  const step = (name, act) => t.test(name, { skip: broken }, async () => {
    try {
      await act();
    } catch (error) {
      broken = true;
      await Promise.all([picture(reader.page, "failed-reader"), picture(moderator.page, "failed-moderator")]);
      throw error;
    }
  });

  await step("the article page is readable, accessible and fits a phone", async () => {
    await reader.page.goto(demo.article);
    assert.match(await reader.page.title(), /Botox Injections for Chronic Pain/);
    assert.deepEqual(await accessibilityFaults(reader.page), []);
    await picture(reader.page, "article");
    const phone = await openPage(browser, { viewport: { width: 360, height: 740 }, colorScheme: "dark" });
    await phone.page.goto(demo.article);
    assert.equal(await isTooWide(phone.page), false);
    assert.deepEqual(await accessibilityFaults(phone.page), []);
    await picture(phone.page, "article-phone-dark");
  });

  await step("a comment that reveals too much is held, and its author is told so", async () => {
    await write(reader.page, hostileName, revealing);
    assert.equal(await fate(reader.page), "held");
    assert.match(await reader.page.textContent("#yours"), /waits for a moderator/);
    assert.equal(await published(reader.page).count(), 0);
    await picture(reader.page, "article-held");
  });

  await step("sending the same form twice makes one comment", async () => {
    const { page } = await openPage(browser);
    await page.goto(demo.article);
    const form = await page.locator("#write").evaluate((element) =>
      Object.fromEntries(new FormData(element)));
    const send = () => page.request.post(new URL("/comments", demo.article).href, {
      form: { ...form, name: "Twice", text: "My physiotherapist suggested it after two years of neck pain." },
      maxRedirects: 0,
    });
    const [first, second] = [await send(), await send()];
    assert.equal(first.status(), 303);
    assert.equal(second.headers().location, first.headers().location);
  });

  await step("the first verdict of the README is the one that is given", async () => {
    const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
    const sent = JSON.parse(readme.match(/\/v1\/comments [^]*?-d '([^']*)'/)[1]);
    const promised = JSON.parse(readme.match(/```json\n([^]*?)```/)[1]);
    const response = await fetch(new URL("/v1/comments", demo.queue), {
      method: "POST",
      headers: { Authorization: `Bearer ${demo.key}`, "Content-Type": "application/json" },
      body: JSON.stringify(sent),
    });
    assert.equal(response.status, 201);
    const given = await response.json();
    assert.deepEqual(Object.keys(given).sort(), Object.keys(promised).sort());
    assert.equal(given.outcome, promised.outcome);
    assert.equal(given.reasons[0].code, promised.reasons[0].code);
  });

  await step("a wrong password is refused with a sentence", async () => {
    await moderator.page.goto(demo.queue);
    await moderator.page.fill("[name=login]", demo.login);
    await moderator.page.fill("[name=password]", "certainly not this one");
    await moderator.page.keyboard.press("Enter");
    await moderator.page.waitForSelector("#login-fault");
    assert.notEqual((await moderator.page.textContent("#login-fault")).trim(), "");
    assert.deepEqual(await accessibilityFaults(moderator.page), []);
  });

  await step("the moderator sees the comment with its evidence, as text", async () => {
    await moderator.page.fill("[name=password]", demo.password);
    await moderator.page.keyboard.press("Enter");
    await mine(moderator.page).waitFor();
    await show(moderator.page);
    const card = moderator.page.locator(".card");
    assert.equal(await card.locator(".author").textContent(), hostileName);
    assert.equal(await card.locator(".text").first().textContent(), revealing);
    assert.equal(await card.locator("img").count(), 0);
    assert.ok((await card.locator(".reasons .badge").count()) > 0, "a reason is given");
    assert.ok((await card.locator(".text mark").count()) > 0, "the evidence is marked");
    await moderator.page.keyboard.press("o");
    await card.locator("details.why[open]").waitFor();
    assert.ok((await card.locator("details.why tbody tr").count()) > 0, "signals are listed");
    assert.deepEqual(await accessibilityFaults(moderator.page), []);
  });

  await step("one key approves it, and it is published", async () => {
    await moderator.page.keyboard.press("a");
    await mine(moderator.page).waitFor({ state: "detached" });
    assert.equal(await moderator.page.textContent("#said"), "Approved.");
    await settled(moderator.page);
    await reader.page.reload();
    assert.equal(await fate(reader.page), "published");
    assert.equal(await published(reader.page).locator(".by b").textContent(), hostileName);
    assert.equal(await reader.page.locator(".comments img").count(), 0);
    await picture(reader.page, "article-published");
  });

  await step("one key takes the approval back", async () => {
    await moderator.page.keyboard.press("u");
    await mine(moderator.page).waitFor();
    await settled(moderator.page);
    await reader.page.reload();
    assert.equal(await fate(reader.page), "held");
    assert.equal(await published(reader.page).count(), 0);
  });

  await step("a decision on a state that is gone is refused and says who was faster", async () => {
    const other = await openPage(browser);
    await other.page.goto(demo.queue);
    await other.page.fill("[name=login]", demo.login);
    await other.page.fill("[name=password]", demo.password);
    await other.page.keyboard.press("Enter");
    await mine(other.page).waitFor();
    await show(moderator.page);
    await moderator.page.keyboard.press("1");
    await mine(moderator.page).waitFor({ state: "detached" });
    await settled(moderator.page);
    await show(other.page);
    await other.page.keyboard.press("a");
    await other.page.locator(".row.gone", { hasText: marker }).waitFor();
    assert.match(await other.page.textContent("#said"), new RegExp(`^${demo.login} has decided this`));
    assert.deepEqual(other.faults, []);
  });

  await step("the author of a rejected comment is told why", async () => {
    await reader.page.reload();
    assert.equal(await fate(reader.page), "rejected");
    assert.match(await reader.page.textContent("#yours"), /Looks like an advertisement/);
    await picture(reader.page, "article-rejected");
  });

  await step("writing works without JavaScript, and an ordinary comment appears at once", async () => {
    const plain = await openPage(browser, { javaScriptEnabled: false });
    await plain.page.goto(demo.article);
    await write(plain.page, "Ben", "Ten weeks of relief for me, then it wears off. Is that usual?");
    assert.equal(await fate(plain.page), "published");
    assert.ok((await plain.page.locator("li.comment", { hasText: "Ten weeks of relief" }).count()) > 0);
  });

  await step("logging out ends the session", async () => {
    await moderator.page.click(".choices > summary");
    await moderator.page.click("#leave");
    await moderator.page.waitForSelector("#enter");
    await moderator.page.reload();
    await moderator.page.waitForSelector("#enter");
    assert.equal(await moderator.page.locator(".row").count(), 0);
  });

  assert.deepEqual([...reader.faults, ...moderator.faults], []);
});
