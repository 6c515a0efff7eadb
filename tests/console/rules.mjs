// Articles and a site's own rules through the console: written with the mistakes shown, tried on decided comments, published,
// overtaken by a colleague, brought back. Usage: node rules.mjs PROGRAM SCREENSHOT_FOLDER

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { accessibilityFaults, isTooWide, launch, logIn, openPage, settled } from "./browser.mjs";
import { premoderated, standingOf, startServer, submit } from "./server.mjs";

const [program, folder] = process.argv.slice(2);

const ownRules = (word) => `rules:
  - id: SITE_WORD
    rev: 1
    description: A word that this site does not want ({match})
    reason: quality.off_topic
    score: 3
    mode: "on"
    when: {field: text, words: [${word}]}
    tests:
      match: ['another ${word} story']
      no_match: ['nice day today']
`;

const story = (number, word) => ({ author: { name: `Reader ${number}` }, text: `I have ${number} thoughts on that ${word} by the river.` });

test("rules in the console", async (t) => {
  const server = await startServer(program);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    assert.equal(await server.stop(), 0);
  });
  await premoderated(server, "river", { policy: { comments: "post" } });
  const ids = await submit(server, "river", [story(1, "weatherballoon"), story(2, "weatherballoon"), story(3, "bridge")]);
  const bob = await server.moderator("bob");
  for (const [index, judgement] of ["reject", "approve", "approve"].entries()) {
    const reason = judgement === "reject" ? "quality.off_topic" : undefined;
    await bob("POST", "/v1/decisions", { items: [{ comment: ids[index], version: 1, judgement, reason }] });
  }
  // From here on comments are published unless something speaks against them.
  await premoderated(server, "open", { policy: { comments: "post" } });
  const standing = async (text) => {
    const [id] = await submit(server, "open", [{ author: { name: "Ann" }, text }]);
    return standingOf(server, id);
  };

  const { page, faults } = await openPage(browser, { viewport: { width: 1280, height: 900 } });
  const view = async (name) => {
    await page.goto(`${server.base}/console/rules/${name}?site=news`);
    await settled(page);
  };
  const said = (text) => page.locator("#said", { hasText: text }).waitFor();
  const checked = (text) => page.locator("#check", { hasText: text }).waitFor();
  const picture = (name) => page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await logIn(page, server.base, "ann");

  await t.test("the list tells what each rule does, and finds one by words", async () => {
    await view("list");
    assert.ok((await page.locator(".rule-table tbody tr").count()) > 50);
    await page.fill("input[type=search]", "wallet crypto");
    const line = page.locator(".rule-table tbody tr").first();
    await line.locator(".rule-id").click();
    await page.locator("dl.facts").waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    await picture("rules-list");
  });

  await t.test("mistakes are told as one types, with the way to their line", async () => {
    await view("edit");
    await page.getByRole("button", { name: "Insert an example" }).click();
    await checked("No mistakes: 1 own rule, 2 tests pass");
    await page.fill("#draft", ownRules("weatherballoon").replace("score:", "scroe:"));
    await checked("mistake");
    await page.locator(".diagnostics button", { hasText: "Line 6" }).first().click();
    const marked = await page.locator("#draft").evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
    assert.match(marked, /^scroe/);
    assert.equal(await page.locator("#publish").isDisabled(), true);
    assert.deepEqual(await accessibilityFaults(page), []);
    await picture("rules-mistake");
  });

  await t.test("a draft is tried on what people decided before it acts", async () => {
    await page.fill("#draft", ownRules("weatherballoon"));
    await checked("No mistakes");
    await page.click("#replay");
    const caught = page.locator("summary", { hasText: "Newly caught" });
    await caught.waitFor();
    assert.match(await caught.textContent(), /Newly caught: 2 .*rejected 1 of them and approved 1/);
    assert.equal(await page.locator(".replayed.wrong").count(), 1, "the one that a person approved");
    assert.equal(await standing("one more weatherballoon over the lake"), "published");
    assert.deepEqual(await accessibilityFaults(page), []);
    await picture("rules-replay");
  });

  await t.test("publishing takes effect at once", async () => {
    await page.fill("[name=note]", "too many of them");
    await page.click("#publish");
    await said("Edition 1 is in force");
    assert.equal(await standing("a third weatherballoon over the lake, says my aunt"), "held");
  });

  await t.test("a colleague who was faster is seen, and the draft is kept", async () => {
    await view("edit");
    await page.fill("#draft", ownRules("paperkite"));
    await checked("No mistakes");
    const operator = await server.moderator("ann");
    await operator("POST", "/v1/rules", { site: "news", text: ownRules("redkite"), version: 1, note: "faster" });
    await page.fill("[name=note]", "slower");
    await page.click("#publish");
    await page.getByRole("button", { name: "Read again" }).click();
    await page.getByRole("button", { name: "Go on with my draft" }).click();
    assert.match(await page.inputValue("#draft"), /paperkite/);
    await checked("No mistakes");
    await page.fill("[name=note]", "on top of it");
    await page.click("#publish");
    await said("Edition 3 is in force");
  });

  await t.test("an earlier edition comes back, and what it changed is shown", async () => {
    await view("versions");
    const first = page.locator("li.boxed", { hasText: "Edition 1" });
    await page.locator("li.boxed", { hasText: "Edition 3" }).getByRole("button", { name: "What it changed" }).click();
    await page.locator(".rule-diff ins", { hasText: "paperkite" }).first().waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    await picture("rules-editions");
    await first.getByRole("button", { name: "Back to here" }).click();
    await said("Edition 4 is in force");
    assert.equal(await standing("my paperkite flew far over the lake this morning"), "published");
    assert.equal(await standing("the last weatherballoon over the lake, says my uncle"), "held");
  });

  await t.test("an article is seen first, whatever its site says, until that is given back", async () => {
    await page.goto(`${server.base}/console/articles?site=news&words=OPEN`);
    await page.getByRole("link", { name: "About open" }).click();
    await page.selectOption("[name=comments]", "pre");
    await page.getByRole("button", { name: "Save" }).click();
    await said("The policy is set");
    await premoderated(server, "open", { policy: { comments: "post" } });
    assert.equal(await standing("the swans on the lake were many today"), "held");
    assert.deepEqual(await accessibilityFaults(page), []);
    await picture("article-policy");
    await page.getByRole("button", { name: "As the site announces it" }).click();
    await said("stands again");
    assert.equal(await standing("the ducks on the lake were few yesterday"), "published");
  });

  await t.test("it all fits a narrow screen in the dark, in German", async () => {
    const narrow = await openPage(browser, { viewport: { width: 360, height: 740 }, colorScheme: "dark", locale: "de-DE" });
    await logIn(narrow.page, server.base, "ann");
    for (const part of ["rules/list", "rules/edit", "rules/versions", "articles", "articles/open"]) {
      await narrow.page.goto(`${server.base}/console/${part}?site=news`);
      await settled(narrow.page);
      if (part === "rules/edit") await narrow.page.locator("#check", { hasText: "Keine Fehler" }).waitFor();
      await narrow.page.screenshot({ path: join(folder, `${part.replace("/", "-")}-narrow.png`), fullPage: true });
      assert.deepEqual(await accessibilityFaults(narrow.page), [], part);
      assert.equal(await isTooWide(narrow.page), false, `${part} sticks out`);
    }
    assert.deepEqual(narrow.faults, []);
  });

  assert.deepEqual(faults, []);
});
