// Accounts through the console: a moderator is added and disabled, a site added, a token made and ended, a
// second factor set up and asked for. Usage: node settings.mjs PROGRAM SCREENSHOT_FOLDER

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { join } from "node:path";
import test from "node:test";
import { accessibilityFaults, launch, logIn, openPage } from "./browser.mjs";
import { password, startServer } from "./server.mjs";

const [program, folder] = process.argv.slice(2);

/** The code that an authenticator app would show at `time` (RFC 6238, six digits, 30 s, SHA-1). */
function codeOf(secret, time) {
  const bits = [...secret.replace(/=+$/, "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"));
  const key = Buffer.from(bits.join("").match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(time / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const value = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(value % 1_000_000).padStart(6, "0");
}

test("accounts in the console", async (t) => {
  const server = await startServer(program);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await server.stop();
  });
  const { page, faults } = await openPage(browser, { viewport: { width: 1280, height: 900 } });
  const view = (name) => page.goto(`${server.base}/console/settings/${name}`);
  const said = (text) => page.locator("#said", { hasText: text }).waitFor();
  const picture = (name) => page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await logIn(page, server.base, "ann");

  await t.test("a moderator is added, and disabled only with the right password", async () => {
    await view("people");
    const form = page.locator("form", { hasText: "Add a moderator" });
    await form.locator("[name=login]").fill("carol");
    await form.locator("[name=password]").fill("another long password");
    await form.locator("[name=sites]").fill("news");
    await form.locator("[name=proof_password]").fill(password);
    await form.locator("button").click();
    const line = page.locator("li.boxed", { hasText: "carol" });
    await line.waitFor();
    await line.getByRole("button", { name: "Change" }).click();
    await line.locator("[name=disabled]").check();
    await line.locator("[name=proof_password]").fill("certainly not this one");
    await line.getByRole("button", { name: "Save" }).click();
    await said("password is wrong");
    await line.locator("[name=proof_password]").fill(password);
    await line.getByRole("button", { name: "Save" }).click();
    await line.locator(".badge.rejected").waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    await picture("people-disabled");
  });

  await t.test("a site is added, and its keys are shown once", async () => {
    await view("sites");
    const form = page.locator("form", { hasText: "Add a site" });
    await form.locator("[name=id]").fill("blog");
    await form.locator("[name=proof_password]").fill(password);
    await form.locator("button").click();
    await page.locator(".secret").first().waitFor();
    assert.match(await page.locator(".secret").first().textContent(), /^ck_/);
    await page.reload();
    await page.locator("li.boxed", { hasText: "blog" }).waitFor();
    assert.equal(await page.locator(".secret").count(), 0);
  });

  await t.test("a personal token is made, shown once, and ended", async () => {
    await view("account");
    const form = page.locator("form", { hasText: "Make a token" });
    await form.locator("[name=name]").fill("nightly report");
    await form.locator("[name=proof_password]").fill(password);
    await form.locator("button").click();
    assert.match(await page.locator(".secret").textContent(), /^mt_/);
    await page.locator("table").getByRole("button", { name: "End" }).click();
    await page.locator("td", { hasText: "ended" }).waitFor();
  });

  await t.test("a second factor is set up and asked for at the next log-in", async () => {
    await view("account");
    const part = page.locator("section", { hasText: "Second factor" });
    await part.locator("[name=proof_password]").fill(password);
    await part.getByRole("button", { name: "Set up" }).click();
    const secret = await part.locator(".secret").textContent();
    await page.fill("[name=code]", codeOf(secret, Date.now()));
    await part.getByRole("button", { name: "Confirm" }).click();
    await part.locator(".chips code").first().waitFor();
    assert.equal(await part.locator(".chips code").count(), 10);
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.click(".choices > summary");
    await page.click("#leave");
    await page.fill("[name=login]", "ann");
    await page.fill("[name=password]", password);
    await page.keyboard.press("Enter");
    await page.waitForSelector("[name=code]");
    await picture("login-code");
    // The code that was used for the set-up is not taken twice.
    await page.fill("[name=code]", codeOf(secret, Date.now() + 30_000));
    await page.keyboard.press("Enter");
    await page.waitForSelector(".top");
  });

  assert.deepEqual(faults, []);
});
