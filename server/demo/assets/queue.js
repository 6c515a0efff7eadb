// The moderators' queue: log in, decide held comments one key each, take a decision back.
//
// A decision shows at once and is sent meanwhile; when the server refuses it, the card comes back and
// says why. Nothing is asked twice: undo takes the place of "are you sure?".

import { decide, logIn, logOut, queuePage, undo, whoAmI } from "./api.js";
import { makeCard, reasonFor } from "./card.js";

const at = (id) => document.getElementById(id);
const cards = at("cards");
const items = new WeakMap();
let nextCursor = "";
let total = 0;
let undoable = [];

function say(text, offerUndo = false) {
  at("said").hidden = text === "";
  at("said-text").textContent = text;
  at("undo").hidden = !offerUndo;
}

function showTotal() {
  at("total").textContent = total === 0 ? "" : `${total} held`;
  at("empty").hidden = cards.childElementCount > 0 || nextCursor !== "";
  at("more").hidden = nextCursor === "";
}

async function load(cursor = "") {
  const page = await queuePage(cursor);
  if (cursor === "") cards.replaceChildren();
  for (const item of page.items) {
    const card = makeCard(item);
    items.set(card, item);
    cards.append(card);
  }
  nextCursor = page.next_cursor ?? "";
  total = page.total;
  showTotal();
}

function current() {
  return document.activeElement?.closest?.(".card") ?? cards.firstElementChild;
}

function move(step) {
  const focused = document.activeElement?.closest?.(".card");
  if (!focused) return cards.firstElementChild?.focus();
  (step > 0 ? focused.nextElementSibling : focused.previousElementSibling)?.focus();
}

function takeAway(card) {
  const place = { before: card.nextElementSibling };
  const neighbour = card.nextElementSibling ?? card.previousElementSibling;
  card.remove();
  total -= 1;
  showTotal();
  (neighbour ?? at("again")).focus();
  return place;
}

function putBack(card, place) {
  cards.insertBefore(card, place.before?.isConnected ? place.before : null);
  total += 1;
  showTotal();
  card.focus();
}

async function judge(card, judgement) {
  if (!card?.isConnected) return;
  const item = items.get(card);
  const reason = reasonFor(card, judgement);
  const place = takeAway(card);
  say(judgement === "approve" ? "Approved." : "Rejected.");
  try {
    undoable.push(await decide(item.comment, judgement, reason));
    say(judgement === "approve" ? "Approved." : "Rejected.", true);
    if (cards.childElementCount === 0 && nextCursor !== "") await load();
  } catch (refusal) {
    if (refusal.status === 409) await load().catch(complain);
    else putBack(card, place);
    complain(refusal);
  }
}

async function takeBack() {
  const decision = undoable.at(-1);
  if (decision === undefined) return;
  say("Taking it back …");
  try {
    await undo(decision);
    undoable = undoable.filter((other) => other !== decision);
    await load();
    cards.firstElementChild?.focus();
    say("Taken back.", undoable.length > 0);
  } catch (refusal) {
    if (refusal.status === 404 || refusal.status === 409) undoable.pop();
    complain(refusal);
  }
}

function complain(refusal) {
  say(refusal.message);
  if (refusal.status === 401) enter();
}

function enter() {
  at("enter").hidden = false;
  at("queue").hidden = true;
  at("who").hidden = true;
  at("total").textContent = "";
  cards.replaceChildren();
  undoable = [];
  at("enter").elements.login.focus();
}

async function open(moderator) {
  at("enter").hidden = true;
  at("queue").hidden = false;
  at("who").hidden = false;
  at("login-name").textContent = moderator?.login ?? "";
  await load();
  cards.firstElementChild?.focus();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  a: () => judge(current(), "approve"),
  r: () => judge(current(), "reject"),
  u: takeBack,
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select") !== null;
  if (typing || event.ctrlKey || event.metaKey || event.altKey || at("queue").hidden) return;
  const act = keys[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
});

cards.addEventListener("click", ({ target }) => {
  const button = target.closest("button.approve, button.reject");
  if (button) judge(button.closest(".card"), button.classList.contains("approve") ? "approve" : "reject");
});

cards.addEventListener("submit", (event) => event.preventDefault());
at("undo").addEventListener("click", takeBack);
at("more").addEventListener("click", () => load(nextCursor).catch(complain));
at("again").addEventListener("click", () => load().catch(complain));
at("leave").addEventListener("click", () => logOut().then(enter, complain));

at("enter").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { login, password } = event.currentTarget.elements;
  try {
    const moderator = await logIn(login.value, password.value);
    password.value = "";
    say("");
    await open(moderator);
  } catch (refusal) {
    say(refusal.message);
  }
});

whoAmI().then((moderator) => (moderator === null ? enter() : open(moderator))).catch((refusal) => {
  enter();
  complain(refusal);
});
