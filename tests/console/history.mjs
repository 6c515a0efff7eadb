// The log of decisions in a real browser: searched, read as a statement of reasons, taken away as a file; and a
// person erased from his author's page. Usage: node history.mjs PROGRAM SCREENSHOT_FOLDER

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { accessibilityFaults, isTooWide, launch, logIn, openPage, settled } from "./browser.mjs";
import { premoderated, standingOf, startServer, submit } from "./server.mjs";

const [program, folder] = process.argv.slice(2);
const marker = "zebrafinch";

test("the log of decisions", async (t) => {
  const server = await startServer(program);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    assert.equal(await server.stop(), 0, "the server ends in order when asked to");
  });
  await premoderated(server, "tunnel");
  const ids = await submit(server, "tunnel", [
    { author: { name: "Eva", email: `${marker}@members.example` }, text: `The ${marker} in the tunnel sings best at night.` },
    { author: { name: "Max" }, text: "I was there, it was not like that at all." },
    { author: { name: "Eva", email: `${marker}@members.example` }, text: `Another remark of the ${marker}, for the record.` },
  ]);
  const bob = await server.moderator("bob");
  await bob("POST", "/v1/decisions", { items: [{ comment: ids[0], version: 1, judgement: "reject", reason: "spam.promotion", note: "=an advertisement" }] });
  await bob("POST", "/v1/decisions", { items: [{ comment: ids[1], version: 1, judgement: "approve" }] });
  const { page, faults } = await openPage(browser, { viewport: { width: 1280, height: 800 }, acceptDownloads: true });
  const picturesAreThere = () => page.evaluate(() => [...document.images].every((image) => image.complete && image.naturalWidth > 0));
  await page.goto(`${server.base}/console/`);
  await page.waitForSelector("#enter img");
  await page.waitForLoadState("networkidle");
  assert.equal(await picturesAreThere(), true, "a picture of the page to log in is missing");
  await logIn(page, server.base, "ann");
  const lines = page.locator("main ul.plain > li.boxed");

  await t.test("who decided what and why, newest first", async () => {
    await page.goto(`${server.base}/console/history`);
    await lines.first().waitFor();
    assert.equal(await lines.count(), 5, "three of the engine, two of bob");
    assert.match(await lines.nth(0).textContent(), /Approve.*bob/s);
    assert.match(await lines.nth(1).textContent(), /Reject.*Advertisement.*bob/s);
    await lines.nth(1).locator("summary").click();
    assert.match(await lines.nth(1).textContent(), /The comment was rejected by a moderator/);
    assert.equal(await picturesAreThere(), true, "a picture is missing");
    assert.equal(await page.getByText(marker).count(), 0, "a statement holds no text and no address");
    await page.screenshot({ path: join(folder, "history-statement.png"), fullPage: true });
    assert.deepEqual(await accessibilityFaults(page), []);
    assert.equal(await isTooWide(page), false);
  });

  await t.test("it is searched, and what was found leaves as a file that no spreadsheet runs", async () => {
    await page.goto(`${server.base}/console/history?moderator=bob&judgement=reject`);
    await lines.first().waitFor();
    assert.equal(await lines.count(), 1);
    const downloading = page.waitForEvent("download");
    await page.locator("a[download]", { hasText: "CSV" }).click();
    const file = await readFile(await (await downloading).path(), "utf8");
    assert.equal(file.trim().split("\r\n").length, 2, file);
    assert.match(file, /"'=an advertisement"/);
  });

  await t.test("an admin erases a person from the author's page, asked once", async () => {
    const card = await bob("GET", `/v1/comments/${ids[2]}/review`);
    await page.goto(`${server.base}/console/authors/${card.comment.author.id}`);
    await page.getByRole("button", { name: "Erase this person" }).click();
    const question = page.locator(".bar.warning", { hasText: "2 comments lose" });
    await question.waitFor();
    await page.screenshot({ path: join(folder, "erase-person.png"), fullPage: true });
    assert.deepEqual(await accessibilityFaults(page), []);
    assert.equal(await standingOf(server, ids[2]), "held", "so far nothing is erased");
    await question.getByRole("button", { name: "Erase for good" }).click();
    await page.waitForURL(/queue/);
    await settled(page);
    assert.match(await page.textContent("#said"), /Erased: 2 comments; 1 lesson/);
    for (const id of [ids[0], ids[2]]) assert.equal(await standingOf(server, id), "withdrawn");
    assert.equal(await standingOf(server, ids[1]), "published");
    await page.goto(`${server.base}/console/history?actor=system`);
    await lines.first().waitFor();
    assert.equal(await lines.count(), 2);
  });

  assert.deepEqual(faults, []);
});
