// Two moderators at one queue: what one does the other sees as it happens; the card with everything around a
// comment; reports, and appeals that go to somebody else. Usage: node colleagues.mjs PROGRAM SCREENSHOT_FOLDER

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { accessibilityFaults, isTooWide, launch, logIn, openPage, settled } from "./browser.mjs";
import { premoderated, standingOf, startServer, submit } from "./server.mjs";

const [program, folder] = process.argv.slice(2);

const remarks = [
  "The mayor promised a bridge and we got a ferry.",
  "My grandfather worked on the old harbour wall.",
  "Nobody asked the people who live by the river.",
  "A toll would be fair if buses were free of it.",
  "The drawings in the town hall show something else.",
  "Has anybody measured the noise at night yet?",
];

const rowOf = (page, id) => page.locator(`.row[data-comment="${id}"]`);
const openRow = (page, id) => rowOf(page, id).locator(".row-open").click();
/** The comment whose card has the keyboard's focus. */
const focusedCard = (page) => page.evaluate(() => document.activeElement?.closest(".card")?.dataset.comment);
const said = (page) => page.textContent("#said");
const shot = (page, name) => page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
const lengthOf = async (page, list) => Number(await page.locator(".lists a", { hasText: list }).locator(".many").textContent());

/** Waits until `ask` gives `wanted`: what a colleague did is told within moments, not at once. */
async function becomes(ask, wanted, what) {
  let found;
  for (let times = 0; times < 100; ++times) {
    found = await ask();
    if (found === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(found, wanted, what);
}

test("colleagues at one queue", async (t) => {
  const server = await startServer(program);
  const browser = await launch();
  const pages = [];
  const enter = async (login) => {
    const opened = await openPage(browser, { viewport: { width: 1280, height: 900 } });
    pages.push(opened);
    await logIn(opened.page, server.base, login);
    return opened.page;
  };
  t.after(async () => {
    await browser.close();
    assert.equal(await server.stop(), 0, "the server ends in order when asked to");
  });
  await premoderated(server, "river");
  const ids = await submit(server, "river", remarks.map((text, index) => ({ author: { name: `Reader ${index}` }, text })));
  const ann = await enter("ann");
  const bob = await enter("bob");
  const asBob = await server.moderator("bob");
  const step = (name, act) =>
    t.test(name, async () => {
      try {
        await act();
      } catch (error) {
        await Promise.all(pages.map(({ page }, index) => shot(page, `failed-colleague-${index}`).catch(() => 0)));
        throw error;
      }
    });

  await step("a claim is seen by the colleague, counts for its holder, and goes when it is given back", async () => {
    await openRow(ann, ids[0]);
    await ann.keyboard.press("c");
    await rowOf(bob, ids[0]).locator(".badge.claimed", { hasText: "ann" }).waitFor();
    await rowOf(ann, ids[0]).locator(".badge.mine").waitFor();
    await becomes(() => lengthOf(ann, "Claimed by me"), 1, "one claim of ann");
    assert.equal(await lengthOf(bob, "Claimed by me"), 0);
    await shot(bob, "claimed-by-a-colleague");
    await ann.keyboard.press("c");
    await rowOf(bob, ids[0]).locator(".badge.claimed").waitFor({ state: "detached" });
    await becomes(() => lengthOf(ann, "Claimed by me"), 0, "no claim of ann");
  });

  await step("what a colleague holds is decided only by one who says so twice", async () => {
    await openRow(ann, ids[1]);
    await ann.keyboard.press("c");
    await rowOf(bob, ids[1]).locator(".badge.claimed", { hasText: "ann" }).waitFor();
    await openRow(bob, ids[1]);
    await bob.keyboard.press("a");
    await rowOf(bob, ids[1]).locator(".row-fault", { hasText: "ann has claimed this until" }).waitFor();
    assert.equal(await standingOf(server, ids[1]), "held");
    assert.deepEqual(await accessibilityFaults(bob), []);
    await openRow(bob, ids[1]);
    await bob.keyboard.press("a");
    await settled(bob);
    assert.equal(await standingOf(server, ids[1]), "published");
    await rowOf(ann, ids[1]).locator(".row-fault", { hasText: "bob has decided this: published" }).waitFor();
    assert.ok((await rowOf(ann, ids[1]).getAttribute("class")).includes("gone"), "it stays where it is, marked");
  });

  await step("a colleague who takes his decision back is seen too", async () => {
    await bob.keyboard.press("u");
    await settled(bob);
    assert.equal(await standingOf(server, ids[1]), "held");
    await ann.locator(`.row:not(.gone)[data-comment="${ids[1]}"]`).locator(".row-news", { hasText: "It waits again" }).waitFor();
    assert.equal(await rowOf(ann, ids[1]).locator(".row-fault").count(), 0);
  });

  await step("what is assigned or left to others is counted where it belongs", async () => {
    await ann.goto(`${server.base}/console/comments/${ids[2]}`);
    await ann.fill("[name=moderator]", "bob");
    await ann.getByRole("button", { name: "Assign", exact: true }).click();
    await becomes(() => lengthOf(bob, "Assigned to me"), 1, "bob's list");
    await ann.goto(`${server.base}/console/queue`);
    await openRow(ann, ids[3]);
    await ann.keyboard.press("d");
    await rowOf(ann, ids[3]).waitFor({ state: "detached" });
    await becomes(() => lengthOf(bob, "Hard to judge"), 1, "what is hard to judge");
    assert.equal(await standingOf(server, ids[3]), "held");
  });

  await step("the card has the thread, similar decisions, notes, edits and hidden characters", async () => {
    const [question] = await submit(server, "river", [
      { external_id: "q-1", author: { name: "Asker" }, text: "Who decides on the height of the bridge?" },
    ]);
    const [answer] = await submit(server, "river", [
      { external_id: "q-2", parent_id: "q-1", author: { name: "Knower" }, text: "The county does, and it has not begun to plan it at all yet." },
    ]);
    await submit(server, "river", [{ parent_id: "q-2", author: { name: "Doubter" }, text: "That is not what the paper said." }]);
    const copy = { author: { name: "Copier" }, text: "The county does, and it has not begun to plan it at all yet!" };
    const [twin] = await submit(server, "river", [copy]);
    const { items } = await asBob("GET", `/v1/queue?author=Copier`);
    await asBob("POST", "/v1/decisions", { items: [{ comment: twin, version: items[0].comment.version, judgement: "approve" }] });
    await asBob("POST", `/v1/comments/${answer}/notes`, { text: "I know him from the harbour meetings." });
    await server.site("PATCH", `/v1/comments/${answer}`, { text: "The county\u200b does, and it has now begun to plan it." });

    await ann.goto(`${server.base}/console/comments/${answer}`);
    const card = ann.locator(".card");
    await card.locator("h4", { hasText: "It answers" }).waitFor();
    assert.match(await card.textContent(), /Who decides on the height/);
    assert.match(await card.textContent(), /not what the paper said/);
    await card.locator(".part", { hasText: "I know him from the harbour meetings." }).waitFor();
    await card.locator("ins", { hasText: "now" }).waitFor();
    await card.locator("del", { hasText: "not" }).waitFor();
    assert.match(await card.locator(".leads", { hasText: "ZWSP" }).textContent(), /ZWSP/);
    assert.match(await card.locator(".part", { hasText: "Decisions" }).last().textContent(), /Edited/);
    await shot(ann, "card-around");
    assert.deepEqual(await accessibilityFaults(ann), []);

    await ann.goto(`${server.base}/console/comments/${question}`);
    await ann.locator(".card h4", { hasText: "Answers to it" }).waitFor();

    const [later] = await submit(server, "river", [{ ...copy, author: { name: "Late" } }]);
    await ann.goto(`${server.base}/console/comments/${later}`);
    const similar = ann.locator(".card .part", { hasText: "similar ones were decided" });
    assert.match(await similar.textContent(), /Approved.*100% alike, bob/s);
    await shot(ann, "card-similar");
  });

  await step("an edit of what is being read shows in place, and the key for the old text decides nothing", async () => {
    await ann.goto(`${server.base}/console/queue`);
    await openRow(ann, ids[4]);
    const order = () => ann.locator(".row").evaluateAll((rows) => rows.map((row) => row.dataset.comment));
    const before = await order();
    assert.equal(await focusedCard(ann), ids[4]);
    await server.site("PATCH", `/v1/comments/${ids[4]}`, { text: "The drawings in the town hall are out of date." });
    await rowOf(ann, ids[4]).locator(".row-text", { hasText: "out of date" }).waitFor();
    await ann.locator(".card .text", { hasText: "out of date" }).waitFor();
    await ann.locator(".bar.news", { hasText: "Its author has edited it." }).waitFor();
    await ann.locator("#heard", { hasText: "Reader 4: Its author has edited it." }).waitFor({ state: "attached" });
    assert.deepEqual(await order(), before, "nothing moves");
    assert.equal(await focusedCard(ann), ids[4], "the focus stays");
    assert.deepEqual(await accessibilityFaults(ann), []);
    await shot(ann, "edited-meanwhile");
    await ann.setViewportSize({ width: 360, height: 740 });
    await ann.emulateMedia({ colorScheme: "dark" });
    assert.equal(await isTooWide(ann), false);
    assert.deepEqual(await accessibilityFaults(ann), []);
    await shot(ann, "edited-meanwhile-narrow");
    await ann.setViewportSize({ width: 1280, height: 900 });
    await ann.emulateMedia({ colorScheme: "light" });
    await ann.keyboard.press("a");
    assert.match(await said(ann), /Read it again/);
    await settled(ann);
    assert.equal(await standingOf(server, ids[4]), "held");
    await ann.keyboard.press("a");
    await settled(ann);
    assert.equal(await standingOf(server, ids[4]), "published");
    await ann.keyboard.press("u");
    await settled(ann);
    assert.equal(await standingOf(server, ids[4]), "held");
  });

  await step("a report, an escalation and an assignment of what is shown show in place", async () => {
    await ann.goto(`${server.base}/console/queue`);
    await openRow(ann, ids[4]);
    await server.site("POST", `/v1/comments/${ids[4]}/reports`, { reason: "spam", reporter: "reader-3", note: "he sells these drawings" });
    await rowOf(ann, ids[4]).locator(".badge", { hasText: "Reported" }).waitFor();
    await ann.locator(".card .voices", { hasText: "he sells these drawings" }).waitFor();
    await ann.locator("#heard", { hasText: "Reader 4: A reader has reported it." }).waitFor({ state: "attached" });
    assert.equal(await focusedCard(ann), ids[4]);
    assert.equal(await ann.locator(".bar.warning").count(), 0, "the text is the one that was read");
    await shot(ann, "reported-meanwhile");
    const { items } = await asBob("GET", `/v1/queue?author=Reader%200`);
    const { id, version } = items[0].comment;
    await asBob("POST", "/v1/decisions", { items: [{ comment: id, version, judgement: "escalate", reason: "verdict.other" }] });
    await ann.locator(`.row:not(.gone)[data-comment="${id}"]`).locator(".badge.urgent").waitFor();
    await ann.locator("#heard", { hasText: "It was escalated." }).waitFor({ state: "attached" });
    await openRow(ann, id);
    await asBob("PUT", `/v1/comments/${id}/assignment`, { moderator: "ann" });
    await ann.locator(".card .badge", { hasText: "ann" }).waitFor();
    await openRow(ann, ids[4]);
    await ann.keyboard.press("a");
    await settled(ann);
    await becomes(() => lengthOf(ann, "Reported"), 0, "the report is settled");
  });

  await step("what its author withdraws is told, and cannot be decided", async () => {
    const [late] = await submit(server, "river", [{ author: { name: "Hasty" }, text: "I take that back before anybody reads it." }]);
    await ann.goto(`${server.base}/console/queue?author=Hasty`);
    await openRow(ann, late);
    await server.site("DELETE", `/v1/comments/${late}`);
    await rowOf(ann, late).locator(".row-fault", { hasText: "Its author has withdrawn it." }).waitFor();
    await ann.locator("#heard", { hasText: "Hasty: Its author has withdrawn it." }).waitFor({ state: "attached" });
    assert.equal(await ann.locator(".decide button.approve").isDisabled(), true);
  });

  await step("what happened while another view was open shows on the way back", async () => {
    await ann.goto(`${server.base}/console/queue`);
    await openRow(ann, ids[0]);
    await ann.locator("nav.views a", { hasText: "History" }).click();
    await ann.locator(".view-history").waitFor();
    await server.site("PATCH", `/v1/comments/${ids[2]}`, { text: "Nobody asked those who live upstream." });
    await ann.goBack();
    await rowOf(ann, ids[2]).locator(".row-text", { hasText: "upstream" }).waitFor();
    assert.equal(await ann.locator(".row.current").getAttribute("data-comment"), ids[0]);
  });

  await step("an appeal goes to a colleague: who rejected can read it, not answer it", async () => {
    await openRow(ann, ids[5]);
    await ann.keyboard.press("2");
    await settled(ann);
    assert.equal(await standingOf(server, ids[5]), "rejected");
    await server.site("POST", `/v1/comments/${ids[5]}/appeal`, { text: "It was a question, and a polite one." });
    await becomes(() => lengthOf(ann, "Appealed"), 1, "the list of appeals");
    await ann.goto(`${server.base}/console/queue?appealed=true`);
    await openRow(ann, ids[5]);
    await ann.locator(".card .bar.warning", { hasText: "Another moderator must answer" }).waitFor();
    assert.equal(await ann.locator(".decide button.approve").isDisabled(), true);
    await ann.keyboard.press("a");
    assert.match(await said(ann), /Another moderator must answer/);
    assert.equal(await standingOf(server, ids[5]), "rejected");
    await shot(ann, "appeal-own");
    assert.deepEqual(await accessibilityFaults(ann), []);

    await bob.goto(`${server.base}/console/queue?appealed=true`);
    await openRow(bob, ids[5]);
    await bob.locator(".card", { hasText: "It was a question, and a polite one." }).waitFor();
    assert.equal(await bob.locator(".card .bar.warning").count(), 0);
    await shot(bob, "appeal");
    await bob.keyboard.press("a");
    await settled(bob);
    assert.equal(await standingOf(server, ids[5]), "published");
    await rowOf(ann, ids[5]).locator(".row-fault", { hasText: "bob has decided this: published" }).waitFor();
  });

  await step("a reader's report brings a published comment to the moderators", async () => {
    await server.site("POST", `/v1/comments/${ids[5]}/reports`, { reason: "abuse", reporter: "reader-9", note: "rude to the mayor" });
    await becomes(() => lengthOf(bob, "Reported"), 1, "the list of reports");
    await bob.goto(`${server.base}/console/queue?reported=true`);
    await openRow(bob, ids[5]);
    await bob.locator(".card .voices", { hasText: "rude to the mayor" }).waitFor();
    await shot(bob, "reported");
    await bob.keyboard.press("a");
    await settled(bob);
    await becomes(() => lengthOf(bob, "Reported"), 0, "no report is open");
  });

  await step("filters that cannot be counted say how many are seen, on a narrow screen too", async () => {
    await ann.setViewportSize({ width: 360, height: 740 });
    await ann.goto(`${server.base}/console/queue?text=the`);
    await ann.locator(".row").first().waitFor();
    const many = await ann.locator(".row").count();
    assert.equal(Number((await ann.textContent(".list-head b")).match(/\d+/)[0]), many);
    assert.equal(await isTooWide(ann), false);
    await shot(ann, "queue-text-narrow");
  });

  for (const { faults } of pages) assert.deepEqual(faults, []);
});
