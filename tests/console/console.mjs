// Moderators at work in a real browser: keys, undo, bulk, collisions, a lost connection, every view in light,
// dark and narrow. Usage: node console.mjs PROGRAM SCREENSHOT_FOLDER

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { accessibilityFaults, isTooWide, launch, logIn, openPage, settled } from "./browser.mjs";
import { premoderated, standingOf, startServer, submit } from "./server.mjs";

const [program, folder] = process.argv.slice(2);

const opinions = ["The second paragraph is the best one.", "I was there, it was not like that.", "Who paid for this study?"];
const numbered = (from, many) =>
  Array.from({ length: many }, (_, index) => ({
    author: { name: `Reader ${from + index}` },
    text: `${opinions[index % opinions.length]} Remark ${from + index} of mine, and nobody else's.`,
  }));

const rows = (page) => page.locator(".row");
const rowOf = (page, name) => page.locator(".row", { has: page.getByText(name, { exact: true }) });
const current = (page) => page.locator(".row.current .row-author").textContent();
const said = (page) => page.textContent("#said");

test("the review console", async (t) => {
  const server = await startServer(program);
  const browser = await launch();
  const pages = [];
  const enter = async (login, options) => {
    const opened = await openPage(browser, { viewport: { width: 1280, height: 800 }, ...options });
    pages.push(opened);
    await logIn(opened.page, server.base, login);
    return opened.page;
  };
  t.after(async () => {
    await browser.close();
    assert.equal(await server.stop(), 0, "the server ends in order when asked to");
  });
  await premoderated(server, "tunnel");
  const ids = await submit(server, "tunnel", numbered(1, 60));
  const ann = await enter("ann");
  const totalOf = async (page) => Number((await page.textContent(".list-head b")).match(/\d+/)?.[0] ?? 0);
  const idOf = async (name) => ids[Number(name.match(/\d+/)[0]) - 1];
  const step = (name, act) =>
    t.test(name, async () => {
      try {
        await act();
      } catch (error) {
        await Promise.all(pages.map(({ page }, index) => page.screenshot({ path: join(folder, `failed-${index}.png`) }).catch(() => 0)));
        await ann.context().setOffline(false);
        throw error;
      }
    });

  await step("twenty comments are decided by twenty keys, and the focus advances by itself", async () => {
    await ann.waitForSelector(".row");
    const before = await totalOf(ann);
    const keys = "arse123456789aarrssa".split("");
    const decided = [];
    for (const key of keys) {
      decided.push(await ann.locator(".card").getAttribute("data-comment"));
      await ann.keyboard.press(key);
    }
    await settled(ann);
    assert.equal(new Set(decided).size, 20, "each key was for another comment");
    assert.equal(await totalOf(ann), before - 19, "what is escalated still waits");
    assert.equal(await ann.locator(".card").evaluate((card) => card === document.activeElement), true);
    for (const [index, key] of keys.entries()) {
      const wanted = key === "a" ? "published" : key === "e" ? "held" : "rejected";
      assert.equal(await standingOf(server, decided[index]), wanted, `key ${key}`);
    }
  });

  await step("undo takes them back one by one, the last first, and they stand where they stood", async () => {
    const first = await current(ann);
    for (let times = 0; times < 20; ++times) await ann.keyboard.press(times % 2 ? "u" : "Control+z");
    await settled(ann);
    for (const id of ids) assert.equal(await standingOf(server, id), "held");
    assert.notEqual(await current(ann), first);
    assert.equal(await totalOf(ann), 60);
    await ann.keyboard.press("u");
    assert.match(await said(ann), /nothing to take back/);
  });

  await step("a bulk decision says for each comment what became of it, and one undo takes it back", async () => {
    await rows(ann).nth(2).locator(".row-open").click();
    await ann.keyboard.press("x");
    for (let times = 0; times < 4; ++times) await ann.keyboard.press("j");
    await ann.keyboard.press("Shift+X");
    const chosen = await ann.locator(".row.chosen").evaluateAll((list) => list.map((row) => row.dataset.comment));
    assert.equal(chosen.length, 5);
    const page = await (await server.moderator("bob"))("GET", "/v1/queue?limit=200");
    const taken = page.items.find(({ comment }) => comment.id === chosen[3]).comment;
    // Faster than any stream of events can tell.
    const [bob] = [await server.moderator("bob")];
    await ann.context().setOffline(true);
    await ann.keyboard.press("a");
    await bob("POST", "/v1/decisions", { items: [{ comment: taken.id, version: taken.version, judgement: "reject", reason: "spam.promotion" }] });
    await ann.context().setOffline(false);
    await ann.locator(`.row.gone[data-comment="${taken.id}"]`).waitFor();
    assert.match(await said(ann), /bob has decided this .*: rejected \(Advertisement\)/);
    for (const id of chosen) assert.equal(await standingOf(server, id), id === taken.id ? "rejected" : "published");
    await ann.keyboard.press("u");
    await settled(ann);
    for (const id of chosen) assert.equal(await standingOf(server, id), id === taken.id ? "rejected" : "held");
  });

  await step("without a connection decisions are kept, and sent once when it is back", async () => {
    await rows(ann).nth(8).locator(".row-open").click();
    await ann.context().setOffline(true);
    const decided = [];
    for (const key of ["a", "r", "a"]) {
      decided.push(await ann.locator(".card").getAttribute("data-comment"));
      await ann.keyboard.press(key);
    }
    await ann.locator(".bar.warning", { hasText: "3 decisions are kept" }).waitFor();
    await ann.screenshot({ path: join(folder, "queue-offline.png") });
    await ann.context().setOffline(false);
    await ann.locator(".bar.warning", { hasText: "kept" }).waitFor({ state: "detached" });
    await settled(ann);
    const standing = await Promise.all(decided.map((id) => standingOf(server, id)));
    assert.deepEqual(standing, ["published", "rejected", "published"]);
  });

  await step("two moderators at one comment: the second one is told who was faster and what it is now", async () => {
    const bob = await enter("bob");
    const name = await ann.locator(".row:not(.gone) .row-author").nth(5).textContent();
    await rowOf(bob, name).locator(".row-open").click();
    await rowOf(ann, name).locator(".row-open").click();
    await ann.keyboard.press("2");
    await settled(ann);
    // With live events bob is told at once; without them when he decides. The row stays where it is.
    const told = bob.locator(".row.gone", { hasText: /ann has decided this/ });
    if (!(await told.waitFor({ timeout: 3000 }).then(() => true, () => false))) await bob.keyboard.press("a");
    await told.waitFor();
    await bob.keyboard.press("j");
    await rowOf(bob, name).waitFor({ state: "detached" });
    assert.match(await standingOf(server, await idOf(name)), /rejected/);
  });

  await step("what arrives is offered, and moves nothing", async () => {
    const before = await rows(ann).evaluateAll((list) => list.map((row) => row.dataset.comment));
    await submit(server, "tunnel", numbered(1000, 3));
    const offer = ann.locator(".arrived", { hasText: "Show 3 new" });
    await offer.waitFor({ timeout: 40_000 });
    assert.deepEqual(await rows(ann).evaluateAll((list) => list.map((row) => row.dataset.comment)), before);
    await ann.keyboard.press(".");
    await offer.waitFor({ state: "detached" });
  });

  await step("filters are in the address and survive a reload", async () => {
    await premoderated(server, "bridge");
    await submit(server, "bridge", [{ author: { name: "Only one" }, text: "A bridge would have been cheaper, and faster to build." }]);
    await ann.click(".more-filters > summary");
    await ann.fill("[name=article]", "bridge");
    await ann.keyboard.press("Enter");
    await ann.waitForURL(/article=bridge/);
    await rowOf(ann, "Only one").waitFor();
    assert.equal(await rows(ann).count(), 1);
    await ann.reload();
    await rowOf(ann, "Only one").waitFor();
    assert.equal(await rows(ann).count(), 1);
    await ann.goto(`${server.base}/console/queue`);
    await ann.waitForSelector(".row");
  });

  await step("a distressing text is hidden until it is asked for", async () => {
    await submit(server, "tunnel", [{ author: { name: "Sad" }, text: "Everybody would be better off without me and I do not want to wake up tomorrow." }]);
    await ann.goto(`${server.base}/console/queue?escalated=true`);
    await rowOf(ann, "Sad").locator(".row-open").click();
    await ann.waitForSelector(".text.blurred");
    assert.equal(await ann.getByText("better off without me").count(), 0);
    await ann.keyboard.press("v");
    await ann.locator(".card .text", { hasText: "better off without me" }).waitFor();
  });

  await step("a campaign is one page, one decision and one undo", async () => {
    const wave = (from, many) =>
      Array.from({ length: many }, (_, index) => ({
        author: { name: `Seller ${from + index}` },
        text: `Our family workshop restores old garden furniture at half the usual price, ask for number ${from + index} at https://garden-restoring-workshop.example today.`,
      }));
    await premoderated(server, "garden");
    const members = await submit(server, "garden", wave(0, 12));
    await ann.goto(`${server.base}/console/campaigns`);
    const campaign = ann.locator("main li.boxed", { hasText: "Our family workshop" });
    await campaign.waitFor({ timeout: 20_000 });
    await campaign.locator("a").first().click();
    await ann.waitForURL(/campaigns\/./);
    await ann.locator("main li.boxed", { hasText: "Seller" }).first().waitFor();
    await ann.screenshot({ path: join(folder, "campaign.png"), fullPage: true });
    assert.deepEqual(await accessibilityFaults(ann), []);
    await ann.getByRole("button", { name: "Reject …" }).click();
    await ann.locator(".bar.warning", { hasText: "This takes 12" }).waitFor();
    for (const id of members) assert.equal(await standingOf(server, id), "held", "so far nothing is decided");
    await ann.locator(".bar.warning button.reject").click();
    await ann.getByRole("button", { name: "Undo", exact: true }).first().waitFor();
    await settled(ann);
    for (const id of members) assert.equal(await standingOf(server, id), "rejected");
    await ann.locator("main").getByRole("button", { name: "Undo", exact: true }).click();
    await settled(ann);
    for (const id of members) assert.equal(await standingOf(server, id), "held");
  });

  await step("every view is accessible in light, dark and narrow, in both languages", async () => {
    const right = "هذا تعليق من اليمين إلى اليسار \u202Eمع حرف خفي\u202C وشكرا";
    await submit(server, "tunnel", [
      { author: { name: "ليلى" }, text: right },
      { author: { name: "Zalgo" }, text: `Z${"\u0301\u0322\u0334".repeat(40)}algo\u200b\u200b and https://xn--e1afmkfd.example/x ${"long".repeat(80)}` },
    ]);
    const views = await viewsOf(server, ids);
    for (const scheme of ["light", "dark", "narrow"]) {
      const page = await enter("ann", {
        viewport: scheme === "narrow" ? { width: 360, height: 740 } : { width: 1280, height: 800 },
        colorScheme: scheme === "dark" ? "dark" : "light",
        reducedMotion: "reduce",
        locale: scheme === "narrow" ? "de-DE" : "en-US",
      });
      for (const [name, address] of Object.entries(views)) {
        await page.goto(server.base + address);
        await page.waitForSelector("main");
        await settled(page);
        await page.screenshot({ path: join(folder, `${name}-${scheme}.png`), fullPage: true });
        assert.deepEqual(await accessibilityFaults(page), [], `${name}, ${scheme}`);
        assert.equal(await isTooWide(page), false, `${name}, ${scheme} sticks out`);
        if (scheme === "narrow") assert.equal(await page.getAttribute("html", "lang"), "de");
      }
    }
  });

  for (const { faults } of pages) assert.deepEqual(faults, []);
});

/** Address of every view, by the name of its picture. */
async function viewsOf(server, ids) {
  return {
    queue: "/console/queue",
    "queue-empty": "/console/queue?author=nobody%20of%20that%20name",
    comment: `/console/comments/${ids[30]}`,
    campaigns: "/console/campaigns?state=all",
    articles: "/console/articles",
    article: "/console/articles/tunnel",
    rules: "/console/rules",
    "rules-edit": "/console/rules/edit",
    "rules-versions": "/console/rules/versions",
    insight: "/console/insight",
    history: "/console/history",
    account: "/console/settings/account",
    people: "/console/settings/people",
    sites: "/console/settings/sites",
    webhooks: "/console/settings/webhooks",
    missing: "/console/nowhere",
  };
}
