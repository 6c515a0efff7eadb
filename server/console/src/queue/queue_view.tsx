// The queue: the list on one side, the comment in focus on the other, one key a decision.

import { useEffect, useRef, useState } from "preact/hooks";
import { session } from "../api/client.ts";
import { liveness } from "../api/events.ts";
import { Card } from "../card/card.tsx";
import { prefetch } from "../card/review.ts";
import { count } from "../parts/format.ts";
import { preferences } from "../parts/preferences.ts";
import { place, refine } from "../router.tsx";
import { useStore } from "../store.ts";
import { strings } from "../strings/index.ts";
import { keepClaims, skip, toggleClaim } from "./actions.ts";
import { CampaignStrip } from "./campaign_strip.tsx";
import { DecideBar } from "./decide_bar.tsx";
import { FilterBar, Lists } from "./filter_bar.tsx";
import { filtersOf, isFiltered } from "./filters.ts";
import { Histogram } from "./histogram.tsx";
import { helpOpen } from "./key_help.tsx";
import { press } from "./keys.ts";
import { follow } from "./live.ts";
import { idOf, Queue, type Row } from "./queue.ts";
import { heard } from "./renewal.ts";
import { RowView } from "./row.tsx";
import { waiting } from "./sending.ts";

/** Kept while other views are shown, so that coming back is at once and undo still knows. */
export const queue = new Queue();

function Connection() {
  const words = strings();
  const unsent = useStore(waiting);
  const live = useStore(liveness);
  if (unsent > 0) return <p class="bar warning" role="status">{words.offline(unsent)}</p>;
  if (live === "lost") return <p class="bar warning" role="status">{words.events_lost}</p>;
  return null;
}

/** There before anything is said in it, or screen readers would miss the first sentence. */
function Heard() {
  return (
    <p class="visually-hidden" id="heard" role="status">
      {useStore(heard)}
    </p>
  );
}

function Selection({ many }: { many: number }) {
  const words = strings();
  return (
    <p class="selection small">
      {many > 0 && <b>{words.selected(many)} </b>}
      <button type="button" class="plain" onClick={() => void queue.selectAll()}>
        {words.select_all}
      </button>
      {many > 0 && (
        <button type="button" class="plain" onClick={() => queue.selectNone()}>
          {words.select_none}
        </button>
      )}
    </p>
  );
}

function Empty() {
  const words = strings();
  if (queue.fault) return <p class="boxed" role="alert">{queue.fault}</p>;
  if (queue.loading) return <p class="boxed">{words.loading}</p>;
  return <p class="boxed">{isFiltered(queue.filters) ? words.nothing_matches : words.nothing_waits}</p>;
}

function List({ shown }: { shown: (id: string) => void }) {
  const words = strings();
  const { blur } = useStore(preferences);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelector(".current")?.scrollIntoView({ block: "nearest" });
  }, [queue.focused]);
  return (
    <section class="list" aria-label={words.queue_label}>
      <p class="list-head">
        <b>{queue.total === null ? words.waiting_at_least(queue.rows.length, queue.more) : words.waiting_count(queue.total)}</b>
        {queue.arrived > 0 ? (
          <button type="button" class="arrived" onClick={() => void queue.reload()}>
            {words.show_new(queue.arrived)} <kbd>.</kbd>
          </button>
        ) : (
          <button type="button" class="plain" onClick={() => void queue.reload()}>
            {words.reload}
          </button>
        )}
      </p>
      {!isFiltered(queue.filters) && <CampaignStrip />}
      <Selection many={queue.selected.size} />
      {queue.rows.length === 0 && <Empty />}
      <ol ref={list} class="rows">
        {queue.rows.map((row) => (
          <RowView
            key={idOf(row)}
            row={row}
            queue={queue}
            current={idOf(row) === queue.focused}
            chosen={queue.selected.has(idOf(row))}
            blur={blur}
            shown={shown}
          />
        ))}
      </ol>
      {queue.more && (
        <p class="centred">
          <button type="button" class="plain" disabled={queue.loading} onClick={() => void queue.extend()}>
            {words.more}
            {queue.total !== null && ` (${count(Math.max(0, queue.total - queue.rows.length))})`}
          </button>
        </p>
      )}
    </section>
  );
}

/** What is open on the cards: kept from one comment to the next, but a revealed text is not. */
function usePane() {
  const [whyOpen, setWhyOpen] = useState(false);
  const [noteOpen, setNoteOpen] = useState(false);
  const [revealed, setRevealed] = useState<string | null>(null);
  return { whyOpen, setWhyOpen, noteOpen, setNoteOpen, revealed, setRevealed };
}

export function QueueView() {
  useStore(queue.changed);
  const { query } = useStore(place);
  const filters = filtersOf(query);
  const card = useRef<HTMLElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const pane = usePane();
  const mayDecide = useStore(session)?.moderator.may_decide ?? false;
  const row = queue.current;

  useEffect(() => void queue.open(query), [JSON.stringify(filters)]);
  useEffect(() => follow(queue), []);
  useEffect(() => keepClaims(queue), []);
  useEffect(() => {
    if (queue.steps > 0) card.current?.focus({ preventScroll: true });
    card.current?.parentElement?.scrollTo(0, 0);
    const at = queue.rows.findIndex((other) => other === row);
    const next = queue.rows[at + 1]?.item.comment;
    if (next) prefetch(next.id, next.version);
  }, [queue.steps, row?.item.comment.id]);

  const openNote = () => {
    pane.setNoteOpen(true);
    setTimeout(() => note.current?.focus());
  };
  // A key may come before what the last one did has been drawn: it means what is current by then.
  const onCurrent = (act: (row: Row) => Promise<void>) => {
    if (queue.current) void act(queue.current);
  };
  const hands = {
    search: () => search.current?.focus(),
    note: openNote,
    help: () => helpOpen.set(true),
    claim: () => onCurrent((current) => toggleClaim(queue, current)),
    skip: () => onCurrent((current) => skip(queue, current)),
    reveal: () => pane.setRevealed(queue.focused),
    detail: () => pane.setWhyOpen((open) => !open),
    showArrived: () => void queue.reload(),
  };
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (mayDecide || !/^[arse1-9u]$/.test(event.key)) press(event, queue, hands);
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  });

  const takeRange = (from: number, to: number) =>
    refine({ score_min: from <= -100 ? undefined : String(from), score_max: to >= 100 ? undefined : String(to) });

  return (
    <div class="queue">
      <div class="queue-tools">
        <Lists filters={filters} />
        <FilterBar filters={filters} search={search} />
        <Histogram site={filters.site} total={queue.total ?? 0} taken={takeRange} />
      </div>
      <Connection />
      <Heard />
      <div class="panes">
        <List shown={(id) => queue.focus(id)} />
        <section class="pane" aria-label={strings().this_comment}>
          {row ? (
            <>
              {(row.gone ?? row.fault) && (
                <p class={row.gone ? "bar gone" : "bar warning"} role="alert">
                  {row.gone ?? row.fault}
                </p>
              )}
              {row.news && !row.gone && <p class={row.unread ? "bar warning news" : "bar news"}>{row.news}</p>}
              <div class="pane-scroll">
                <Card
                  key={row.item.comment.id}
                  item={row.item}
                  element={card}
                  revealed={pane.revealed === row.item.comment.id}
                  reveal={() => pane.setRevealed(row.item.comment.id)}
                  whyOpen={pane.whyOpen}
                  whyToggled={pane.setWhyOpen}
                />
              </div>
            </>
          ) : (
            <Empty />
          )}
          <DecideBar
            queue={queue}
            note={note}
            noteOpen={pane.noteOpen}
            openNote={openNote}
            claim={hands.claim}
            skip={hands.skip}
            mayDecide={mayDecide}
          />
        </section>
      </div>
    </div>
  );
}
