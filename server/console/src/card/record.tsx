// What stands around a comment: thread, the author's record, similar decisions, its own history, notes.

import type { DecisionRecord, Note, ReviewCard, ThreadComment } from "../api/types.ts";
import { ago, count, moment, share } from "../parts/format.ts";
import { Stranger } from "../parts/stranger.tsx";
import { addressOf, Go } from "../router.tsx";
import { reasonName, strings } from "../strings/index.ts";

export function StatusBadge({ status, escalated }: { status: string; escalated?: boolean }) {
  const words = strings();
  const name = words.statuses[status as keyof typeof words.statuses] ?? status;
  return <span class={`badge ${escalated ? "urgent" : status}`}>{escalated ? words.escalated : name}</span>;
}

/** Another comment in two lines, with a link to its own page. */
export function ShortComment({ comment }: { comment: ThreadComment }) {
  return (
    <li class="short-comment">
      <p class="small">
        <Go to={addressOf(["comments", comment.id])}>
          <Stranger text={comment.author_name} or={strings().anonymous} />
        </Go>{" "}
        <StatusBadge status={comment.status} escalated={comment.escalated} />{" "}
        <time dateTime={comment.created_at} title={moment(comment.created_at)}>
          {ago(comment.created_at)}
        </time>
      </p>
      <div class="text quoted" dir="auto">
        <Stranger text={comment.text} />
      </div>
    </li>
  );
}

function Comments({ title, items }: { title: string; items: ThreadComment[] }) {
  if (items.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <ul class="plain">
        {items.map((item) => (
          <ShortComment key={item.id} comment={item} />
        ))}
      </ul>
    </>
  );
}

export function Thread({ card }: { card: ReviewCard }) {
  const words = strings();
  const { above, below, more_below } = card.thread;
  if (above.length + below.length === 0) return null;
  return (
    <section class="part">
      <h3>{words.thread}</h3>
      <Comments title={words.thread_above} items={above} />
      <Comments title={words.thread_below} items={below} />
      {more_below && <p class="muted small">…</p>}
    </section>
  );
}

/** Published, held and rejected as one bar and in numbers. */
export function RecordBar({ published, held, rejected }: { published: number; held: number; rejected: number }) {
  const words = strings().statuses;
  const all = Math.max(1, published + held + rejected);
  const parts = [
    ["published", published],
    ["held", held],
    ["rejected", rejected],
  ] as const;
  let x = 0;
  return (
    <div class="record">
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        {parts.map(([name, many]) => {
          const width = (many * 100) / all;
          x += width;
          return <rect key={name} class={name} x={x - width} y="0" width={width} height="6" />;
        })}
      </svg>
      <p class="small">
        {parts.map(([name, many]) => (
          <span key={name}>
            <b>{count(many)}</b> {words[name]}{" "}
          </span>
        ))}
      </p>
    </div>
  );
}

export function AuthorRecord({ card }: { card: ReviewCard }) {
  const words = strings();
  const { known, first_seen_at, recent, ...counts } = card.author;
  return (
    <section class="part">
      <h3>{words.author_record}</h3>
      {known ? <RecordBar {...counts} /> : <p class="muted">{words.author_unknown}</p>}
      {first_seen_at && <p class="muted small">{words.first_seen(moment(first_seen_at))}</p>}
      {recent.length > 0 && (
        <details>
          <summary>{words.recent_comments}</summary>
          <ul class="plain">
            {recent.map((item) => (
              <ShortComment key={item.id} comment={item} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

export function Similar({ card }: { card: ReviewCard }) {
  const words = strings();
  if (card.similar.length === 0) return null;
  return (
    <section class="part">
      <h3>{words.similar}</h3>
      <ul class="plain">
        {card.similar.map(({ comment, similarity, decision }) => (
          <li key={comment.id}>
            <p class="small">
              <b>{words.judgements[decision.judgement]}</b> {decision.reason && reasonName(decision.reason)}{" "}
              <span class="muted">
                {words.similarity(share(similarity))}, {decision.moderator}, {ago(decision.at)}
              </span>
            </p>
            <ul class="plain">
              <ShortComment comment={comment} />
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a row of the log tells of; the engine hands on to people what it holds. */
function whatWasDone({ act = "decision", by, judgement }: DecisionRecord): string {
  const words = strings();
  if (act !== "decision") return words.acts[act];
  return by === "engine" && judgement === "escalate" ? words.judged_held : words.judgements[judgement];
}

export function DecisionLine({ decision }: { decision: DecisionRecord }) {
  const words = strings();
  return (
    <li class={decision.undone_at ? "decision undone" : "decision"}>
      <b>{whatWasDone(decision)}</b>{" "}
      {decision.reason && <span>{reasonName(decision.reason)} </span>}
      <span class="muted">
        {decision.act !== "report" && `${decision.moderator ?? words.actors[decision.by]}, `}
        <time dateTime={decision.at} title={moment(decision.at)}>
          {ago(decision.at)}
        </time>
        {decision.undone_at && `, ${words.undone}`}
      </span>
      {decision.note && (
        <p class="quoted">
          <Stranger text={decision.note} />
        </p>
      )}
    </li>
  );
}

export function Decisions({ decisions }: { decisions: DecisionRecord[] }) {
  const words = strings();
  return (
    <section class="part">
      <h3>{words.decisions}</h3>
      {decisions.length === 0 ? (
        <p class="muted">{words.no_decisions}</p>
      ) : (
        <ul class="plain">
          {decisions.map((decision) => (
            <DecisionLine key={decision.id} decision={decision} />
          ))}
        </ul>
      )}
    </section>
  );
}

export function Notes({ notes }: { notes: Note[] }) {
  if (notes.length === 0) return null;
  return (
    <section class="part">
      <h3>{strings().notes}</h3>
      <ul class="plain">
        {notes.map(({ id, moderator, text, at, about }) => (
          <li key={id}>
            <p class="small muted">
              {moderator}, {ago(at)}
              {about === "author" && ` · ${strings().author}`}
            </p>
            <p class="quoted">
              <Stranger text={text} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
