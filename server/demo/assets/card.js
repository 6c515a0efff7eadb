// One held comment as a card. Everything a stranger wrote becomes a text node: there is no way from
// here to markup.

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const template = document.getElementById("card");
const points = new Intl.NumberFormat("en", { maximumFractionDigits: 1, minimumFractionDigits: 1, signDisplay: "exceptZero" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

// Of the classifier only the terms that speak against the comment are worth a mark.
function evidence(signal) {
  if (signal.source !== "classifier") return signal.spans ?? [];
  return signal.weight > 0 ? (signal.terms ?? []).filter(({ weight }) => weight > 0).flatMap(({ spans }) => spans ?? []) : [];
}

// Spans count bytes of UTF-8; overlapping ones become one mark that names both signals.
function marksOf(signals, length) {
  const spans = signals
    .flatMap((signal) => evidence(signal).map((span) => ({ ...span, names: [signal.name] })))
    .filter((span) => span.field === "text" && span.begin < span.end && span.end <= length)
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  const merged = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last !== undefined && span.begin < last.end) {
      last.end = Math.max(last.end, span.end);
      last.names.push(...span.names.filter((name) => !last.names.includes(name)));
    } else {
      merged.push(span);
    }
  }
  return merged;
}

function markedText(text, signals) {
  const bytes = encoder.encode(text);
  const nodes = [];
  let at = 0;
  for (const { begin, end, names } of marksOf(signals, bytes.length)) {
    nodes.push(decoder.decode(bytes.subarray(at, begin)));
    const mark = document.createElement("mark");
    mark.textContent = decoder.decode(bytes.subarray(begin, end));
    mark.title = names.join(", ");
    nodes.push(mark);
    at = end;
  }
  nodes.push(decoder.decode(bytes.subarray(at)));
  return nodes;
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function because(signal) {
  const parts = [];
  if (signal.explanation) parts.push(signal.explanation);
  for (const { term, weight } of (signal.terms ?? []).slice(0, 6)) parts.push(`“${term}” ${points.format(weight)}`);
  for (const { term, why } of signal.neutralised ?? []) parts.push(`“${term}” does not count: ${why}`);
  return parts.join("; ");
}

// What a signal does: its points, or the action that outranks them. A note does nothing by itself.
function effect({ shadow, action, weight = 0 }) {
  if (shadow) return "shadow";
  if (action === "note" || (action === undefined && weight === 0)) return "–";
  return action ?? points.format(weight);
}

function signalRow(signal) {
  const row = document.createElement("tr");
  row.append(
    element("th", "", signal.name),
    element("td", "points", effect(signal)),
    element("td", "", because(signal)),
  );
  row.firstChild.scope = "row";
  return row;
}

// Only web addresses become links; anything else stays words.
function linkTo(anchor, article) {
  anchor.textContent = article.title || article.id;
  if (/^https?:\/\//i.test(article.url ?? "")) anchor.href = article.url;
}

/** The card of one queue item; its parts are found by class name. */
export function makeCard({ comment, verdict }) {
  const card = template.content.cloneNode(true).querySelector(".card");
  const signals = verdict.signals ?? [];
  card.dataset.comment = comment.id;
  card.querySelector(".author").append(element("bdi", "", comment.author?.name || "Anonymous"));
  const time = card.querySelector("time");
  time.dateTime = comment.created_at;
  time.textContent = moment.format(new Date(comment.created_at));
  linkTo(card.querySelector(".article"), comment.article);
  const reasons = (verdict.reasons ?? []).map(({ text, code }) => element("span", "reason", text || code));
  if (comment.escalated) reasons.unshift(element("span", "reason urgent", "Escalated"));
  card.querySelector(".reasons").append(...reasons);
  card.querySelector(".text").append(...markedText(comment.text, signals));
  card.querySelector(".score").textContent = `(${points.format(verdict.score ?? 0)} points)`;
  card.querySelector("tbody").append(...signals.map(signalRow));
  preselect(card.querySelector("select"), verdict.reasons ?? []);
  return card;
}

// The engine's own first reason is the likeliest one to reject for; without one, nothing is taught
// that the moderator did not choose.
function preselect(select, reasons) {
  const offered = [...select.options].map((option) => option.value);
  select.value = reasons.map(({ code }) => code).find((code) => offered.includes(code)) ?? "verdict.other";
}

/** The chosen reason, if it goes with the judgement; otherwise the judgement's usual one. */
export function reasonFor(card, judgement) {
  const { value } = card.querySelector("select");
  const approving = value === "verdict.not_spam" || value === "verdict.not_abuse";
  if (value === "verdict.other") return value;
  if (judgement === "approve") return approving ? value : "verdict.not_spam";
  return approving ? "verdict.other" : value;
}
