// Log-in through a provider on another site, in a real browser with its rules for cookies: the way in, the way
// back when it is refused, and an address that was made up. Usage: node oidc.mjs PROGRAM SCREENSHOT_FOLDER

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { accessibilityFaults, launch, openPage } from "./browser.mjs";
import { freePort, startProvider } from "./provider.mjs";
import { startServer } from "./server.mjs";

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

  assert.deepEqual(faults, []);
});
