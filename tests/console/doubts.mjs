// A moderator who answers against everything the classifier is sure of: an admin sees it, looks at the
// decisions, vouches for them, and takes that back. Usage: node doubts.mjs PROGRAM SCREENSHOT_FOLDER

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { accessibilityFaults, isTooWide, launch, logIn, openPage } from "./browser.mjs";
import { premoderated, startServer, submit } from "./server.mjs";

const [program, folder] = process.argv.slice(2);

const advertisement = (index) =>
  `Buy cheap viagra and cialis online no prescription! Best casino bonus ${index}, click here ` +
  `http://cheap-pills.example/buy?p=${index} free money, limited offer`;

test("a moderator in doubt", async (t) => {
  const server = await startServer(program);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    assert.equal(await server.stop(), 0, "the server ends in order when asked to");
  });
  await premoderated(server, "market");
  const ids = await submit(server, "market", Array.from({ length: 40 }, (_, index) => ({ author: { name: `Seller ${index}` }, text: advertisement(index) })));
  const bob = await server.moderator("bob");
  await bob("POST", "/v1/decisions", {
    items: ids.map((comment) => ({ comment, version: 1, judgement: "approve", reason: "verdict.not_spam" })),
  });
  const { page, faults } = await openPage(browser, { viewport: { width: 1280, height: 900 } });
  const picture = (name) => page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  const doubts = page.locator(".doubts");
  await logIn(page, server.base, "ann");

  await t.test("is shown with what waits and the way to the decisions", async () => {
    await page.goto(`${server.base}/console/insight`);
    await doubts.locator("li", { hasText: "bob" }).waitFor();
    assert.match(await doubts.textContent(), /[1-9]\d* lessons wait/);
    assert.match(await doubts.locator("a").getAttribute("href"), /history\?moderator=bob&site=news/);
    assert.deepEqual(await accessibilityFaults(page), []);
    await picture("doubts");
  });

  await t.test("is right when an admin has looked and says so, with his reason", async () => {
    await doubts.getByRole("button", { name: "They are right" }).click();
    await doubts.locator("[name=note]").fill("the chemist's own campaign");
    await picture("doubts-vouching");
    await doubts.getByRole("button", { name: "I looked: bob is right" }).click();
    await doubts.waitFor({ state: "detached" });
    await page.locator("#said", { hasText: "The lessons of bob count from now on." }).waitFor();
    const line = page.locator("tr", { hasText: "the chemist's own campaign" });
    await line.waitFor();
    assert.match(await line.textContent(), /bob.*ann/s);
    assert.deepEqual(await accessibilityFaults(page), []);
    await picture("vouched");
  });

  await t.test("is in doubt again when that is taken back, and the list remembers, on a narrow dark screen too", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.getByRole("button", { name: "Take back", exact: true }).click();
    await doubts.locator("li", { hasText: "bob" }).waitFor();
    await page.locator("summary", { hasText: "Vouched for" }).click();
    await page.locator("td", { hasText: "taken back by ann" }).waitFor();
    assert.equal(await isTooWide(page), false);
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.locator("section", { has: doubts }).last().screenshot({ path: join(folder, "doubts-narrow.png") });
  });

  assert.deepEqual(faults, []);
});
