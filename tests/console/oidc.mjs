// Log-in through a provider on another site, in a real browser with its rules for cookies: the way in, the way
// back when it is refused, an address that was made up, and linking: one's own account from within a session, and
// those of others. Usage: node oidc.mjs PROGRAM SCREENSHOT_FOLDER

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { accessibilityFaults, isTooWide, launch, logIn, openPage } from "./browser.mjs";
import { freePort, startProvider } from "./provider.mjs";
import { password, startServer } from "./server.mjs";

const [program, folder] = process.argv.slice(2);

test("log-in through a provider", async (t) => {
  const provider = await startProvider("248289761001");
  const port = await freePort();
  const settings =
    `oidc:\n  issuer: ${provider.issuer}\n  client_id: chaffinch\n  name: Newsroom\n  allow_http: true\n` +
    `  redirect_url: http://127.0.0.1:${port}/v1/session/oidc/callback\n`;
  const link = ["moderator", "link", "ann", "--oidc-issuer", provider.issuer, "--oidc-sub", "248289761001"];
  const server = await startServer(program, undefined, { port, settings, commands: [link] });
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await server.stop();
    await provider.stop();
  });
  const { page, faults } = await openPage(browser, { viewport: { width: 800, height: 700 } });
  const login = `${server.base}/console/queue`;

  await t.test("who is turned away there is told so here, and may use the password", async () => {
    provider.deny = true;
    await page.goto(login);
    await page.click("#provider");
    await page.waitForSelector("#login-fault");
    assert.match(await page.textContent("#login-fault"), /refused there/);
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.screenshot({ path: join(folder, "log-in-refused.png") });
    provider.deny = false;
  });

  await t.test("an address that was made up says nothing", async () => {
    await page.goto(`${login}?log_in=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E`);
    await page.waitForSelector("#provider");
    assert.equal(await page.locator("#login-fault").count(), 0);
    await page.goto(`${login}?log_in=constructor`);
    await page.waitForSelector("#provider");
    assert.equal(await page.locator("#login-fault").count(), 0);
  });

  await t.test("the button leads to the provider and back into the console", async () => {
    await page.goto(login);
    assert.equal((await page.textContent("#provider")).trim(), "Sign in with Newsroom");
    await page.screenshot({ path: join(folder, "log-in-provider.png") });
    await page.click("#provider");
    await page.waitForSelector(".choices summary");
    assert.equal((await page.textContent(".choices summary")).trim(), "ann");
    const cookies = await page.context().cookies();
    const session = cookies.find(({ name }) => name === "sid");
    assert.deepEqual([session.sameSite, session.httpOnly], ["Strict", true]);
    assert.equal(cookies.some(({ name }) => name === "oidc"), false, "the ticket is gone");
  });

  const settings_of = (who) => who.goto(`${server.base}/console/settings/account`);
  const part = (who) => who.locator("#own-identity");
  const picture = (who, name) => who.screenshot({ path: join(folder, `${name}.png`), fullPage: true });

  await t.test("one's own account shows its link, and when it was used", async () => {
    await settings_of(page);
    await part(page).locator(".badge.published", { hasText: "linked" }).waitFor();
    assert.match(await part(page).locator("dl").textContent(), /248289761001/);
    assert.deepEqual(await accessibilityFaults(page), []);
    await picture(page, "own-identity");
  });

  const second = await openPage(browser, { viewport: { width: 1000, height: 900 } });
  const bob = second.page;
  const linkOwn = async (text = "Link with Newsroom", secret = password) => {
    const form = part(bob).locator("form", { hasText: text });
    await form.locator("[name=proof_password]").fill(secret);
    await form.locator("button").click();
  };

  await t.test("linking asks for the password, and an identity that opens another account is not taken", async () => {
    await logIn(bob, server.base, "bob");
    await settings_of(bob);
    await linkOwn(undefined, "certainly not this one");
    await bob.locator("#said", { hasText: "password is wrong" }).waitFor();
    await linkOwn();
    await part(bob).locator(".bar.warning", { hasText: "opens another account" }).waitFor();
    assert.equal(new URL(bob.url()).search, "", "the word has left the address");
    assert.deepEqual(await accessibilityFaults(bob), []);
    await bob.goto(`${server.base}/console/settings/account?link=%3Cb%3E`);
    await part(bob).waitFor();
    assert.equal(await part(bob).locator(".bar").count(), 0, "an address that was made up says nothing");
  });

  await t.test("one's own account is linked by a sign-in there, and opens by it", async () => {
    provider.subject = "bob's identity";
    await settings_of(bob);
    await linkOwn();
    await part(bob).locator(".bar", { hasText: "Your account is linked" }).waitFor();
    await part(bob).locator("dd", { hasText: "bob's identity" }).waitFor();
    await picture(bob, "own-identity-linked");
    await bob.click(".choices > summary");
    await bob.click("#leave");
    await bob.click("#provider");
    await bob.waitForSelector(".queue");
    assert.equal((await bob.textContent(".choices summary")).trim(), "bob");
  });

  await t.test("an admin sees the link of another, ends it, and makes one by e-mail", async () => {
    await page.goto(`${server.base}/console/settings/people`);
    const line = page.locator("li.boxed", { hasText: "bob" });
    await line.getByRole("button", { name: "Change" }).click();
    await line.locator("dd", { hasText: "bob's identity" }).waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    await picture(page, "identity-of-another");
    const end = line.locator("form", { hasText: "End the link" });
    await end.locator("[name=proof_password]").fill(password);
    await end.locator("button").click();
    await line.locator(".identity-of", { hasText: "not linked" }).waitFor();
    const make = line.locator(".identity-of form");
    await make.locator("[name=identity]").fill("bob@news.example");
    await make.locator("[name=proof_password]").fill(password);
    await make.locator("button").click();
    await line.locator("dd", { hasText: "bob@news.example" }).waitFor();
    await line.locator("dd", { hasText: "known from the first sign-in on" }).waitFor();
  });

  await t.test("one's own link ends by one's own hand, on a narrow screen and in German too", async () => {
    await bob.setViewportSize({ width: 360, height: 740 });
    await logIn(bob, server.base, "bob");
    await bob.emulateMedia({ colorScheme: "dark" });
    await settings_of(bob);
    await part(bob).locator("dd", { hasText: "bob@news.example" }).waitFor();
    assert.equal(await isTooWide(bob), false);
    assert.deepEqual(await accessibilityFaults(bob), []);
    await picture(bob, "own-identity-narrow");
    await bob.click(".choices > summary");
    await bob.selectOption(".choices select", "de");
    const form = part(bob).locator("form", { hasText: "Verknüpfung aufheben" });
    await form.locator("[name=proof_password]").fill(password);
    await form.locator("button").click();
    await part(bob).locator(".badge", { hasText: "nicht verknüpft" }).waitFor();
    assert.equal(await isTooWide(bob), false);
  });

  assert.deepEqual(second.faults, []);
  assert.deepEqual(faults, []);
});
