// One comment with everything a decision needs, on one card.

import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { QueueItem, Signal, Verdict } from "../api/types.ts";
import { ago, moment } from "../parts/format.ts";
import { preferences } from "../parts/preferences.ts";
import { MarkedText, Outward, Stranger } from "../parts/stranger.tsx";
import { addressOf, Go } from "../router.tsx";
import { useStore } from "../store.ts";
import { reasonName, strings } from "../strings/index.ts";
import { countHidden } from "../text/hidden.ts";
import { linksOf } from "../text/links.ts";
import { Terms, Why } from "./evidence.tsx";
import { AuthorRecord, Decisions, Notes, Similar, StatusBadge, Thread } from "./record.tsx";
import { AppealView, Reports } from "./voices.tsx";
import { useReview } from "./review.ts";
import { Revisions } from "./revisions.tsx";

/** Of the classifier only terms that speak against the comment are worth a mark; the chips have the rest. */
function evidence(verdict: Verdict): Signal[] {
  return (verdict.signals ?? []).map((signal) => ({
    ...signal,
    spans: signal.shadow || signal.source === "classifier" ? [] : (signal.spans ?? []),
    terms: signal.weight > 0 ? (signal.terms ?? []).filter(({ weight }) => weight > 0) : [],
  }));
}

/** The reason for which a text stays unreadable until asked for. */
export function distressing(verdict: Verdict): string | undefined {
  return verdict.reasons.map(({ code }) => code).find((code) => /^(safety|abuse)\./.test(code));
}

function Reasons({ item }: { item: QueueItem }) {
  const words = strings();
  return (
    <p class="reasons">
      {item.comment.status !== "held" && <StatusBadge status={item.comment.status} />}
      {item.comment.escalated && <span class="badge urgent">{words.escalated}</span>}
      {item.appeal?.outcome === null && <span class="badge claimed">{words.appealed}</span>}
      {(item.reports?.length ?? 0) > 0 && <span class="badge claimed">{words.reported}</span>}
      {item.verdict.reasons.map(({ code, text }) => (
        <span key={code} class="badge" title={text}>
          {reasonName(code)}
        </span>
      ))}
      {(item.skips ?? 0) > 0 && <span class="badge muted">{words.skipped(item.skips!)}</span>}
      {item.assigned_to && <span class="badge muted">{words.assigned_to(item.assigned_to)}</span>}
    </p>
  );
}

/** A long text is cut only by height, and says so. */
function Body({ item, veiled, reveal }: { item: QueueItem; veiled: string | undefined; reveal: () => void }) {
  const words = strings();
  const [whole, setWhole] = useState(false);
  const { text, id } = item.comment;
  useEffect(() => setWhole(false), [id]);
  if (veiled) {
    return (
      <div class="text blurred">
        <p>{words.blurred(reasonName(veiled))}</p>
        <button type="button" onClick={reveal} aria-keyshortcuts="v">
          {words.show_text}
        </button>
      </div>
    );
  }
  const isLong = text.length > 1500 || text.split("\n").length > 14;
  return (
    <>
      <div class={isLong && !whole ? "text clipped" : "text"} dir="auto">
        <MarkedText text={text} signals={evidence(item.verdict)} />
      </div>
      {isLong && !whole && (
        <button type="button" class="plain" onClick={() => setWhole(true)}>
          {words.show_all}
        </button>
      )}
    </>
  );
}

function WhereLinksLead({ item }: { item: QueueItem }) {
  const links = linksOf(`${item.comment.text} ${item.comment.author.url}`);
  if (links.length === 0) return null;
  return (
    <p class="small leads">
      {strings().links_lead_to}{" "}
      {links.map(({ host, written }) => (
        <code key={host} title={written}>
          {host || strings().unreadable_host}
        </code>
      ))}
    </p>
  );
}

function HiddenCharacters({ text }: { text: string }) {
  const found = countHidden(text);
  if (found.length === 0) return null;
  return (
    <p class="small leads">
      {strings().hidden_found}{" "}
      {found.slice(0, 12).map(([tag, times]) => (
        <code key={tag}>
          {tag} × {times}
        </code>
      ))}
    </p>
  );
}

function Head({ item }: { item: QueueItem }) {
  const words = strings();
  const { author, article, created_at, site, id } = item.comment;
  return (
    <header class="card-head">
      <h2 id={`title-${id}`}>
        <span class="author">
          <MarkedText text={author.name || words.anonymous} signals={author.name ? evidence(item.verdict) : []} field="author.name" />
        </span>{" "}
        {author.verified && <span class="badge published">{words.verified}</span>}
      </h2>
      <p class="small muted">
        <Go to={addressOf(["comments", id])} title={words.permalink}>
          <time dateTime={created_at} title={moment(created_at)}>
            {ago(created_at)}
          </time>
        </Go>{" "}
        {words.on_article}{" "}
        <Outward url={article.url}>
          <Stranger text={article.title || article.id} />
        </Outward>{" "}
        · {site}
        {author.id && (
          <>
            {" · "}
            <Go to={addressOf(["authors", author.id])}>{words.author_record}</Go>
          </>
        )}
      </p>
    </header>
  );
}

export interface CardProps {
  item: QueueItem;
  /** Told apart from the list by screen readers; takes the focus. */
  element?: RefObject<HTMLElement | null>;
  revealed: boolean;
  reveal: () => void;
  whyOpen: boolean;
  whyToggled: (open: boolean) => void;
}

export function Card({ item, element, revealed, reveal, whyOpen, whyToggled }: CardProps) {
  const { comment, verdict } = item;
  const { blur } = useStore(preferences);
  // What is said of a text quotes it, so that waits as well.
  const veiled = blur && !revealed ? distressing(verdict) : undefined;
  const { card } = useReview(comment.id, comment.version);
  return (
    <article ref={element} class="card" tabIndex={-1} data-comment={comment.id} aria-labelledby={`title-${comment.id}`}>
      <Head item={item} />
      <Reasons item={item} />
      {item.appeal && <AppealView appeal={item.appeal} />}
      {item.reports && <Reports reports={item.reports} />}
      <Body item={item} veiled={veiled} reveal={reveal} />
      {!veiled && (
        <>
          <WhereLinksLead item={item} />
          <HiddenCharacters text={comment.text + comment.author.name} />
          <Terms verdict={verdict} />
          <Why verdict={verdict} open={whyOpen} toggled={whyToggled} />
        </>
      )}
      {!veiled && <Revisions comment={comment.id} revision={comment.revision} />}
      {card?.campaign && (
        <p class="small">
          <Go to={addressOf(["campaigns", card.campaign.id])}>{strings().belongs_to_campaign(card.campaign.members)}</Go>
        </p>
      )}
      {card && (
        <div class="around">
          <Notes notes={card.notes} />
          <Thread card={card} />
          <Similar card={card} />
          <AuthorRecord card={card} />
          <Decisions decisions={card.decisions} />
        </div>
      )}
    </article>
  );
}
