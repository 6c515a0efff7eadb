// A comment in the list: who, how bad, the first words, what became of it meanwhile.

import { points } from "../parts/format.ts";
import { Stranger } from "../parts/stranger.tsx";
import { reasonName, strings } from "../strings/index.ts";
import { distressing } from "../card/card.tsx";
import { idOf, type Queue, type Row } from "./queue.ts";

/** So much of a text is put into the list; its height cuts it further. */
const excerpt = 240;

interface RowProps {
  row: Row;
  queue: Queue;
  current: boolean;
  chosen: boolean;
  blur: boolean;
  shown: (id: string) => void;
}

function Claimed({ row }: { row: Row }) {
  const claim = row.item.claim;
  if (!claim) return null;
  return <span class={claim.mine ? "badge mine" : "badge claimed"}>{claim.mine ? strings().claimed_by_me : strings().claimed_by(claim.moderator)}</span>;
}

export function RowView({ row, queue, current, chosen, blur, shown }: RowProps) {
  const words = strings();
  const { comment, verdict } = row.item;
  const author = comment.author.name || words.anonymous;
  const reason = verdict.reasons[0];
  const hidden = blur ? distressing(verdict) : undefined;
  const classes = ["row", current && "current", chosen && "chosen", row.gone && "gone", row.fault && !row.gone && "faulty"];
  return (
    <li class={classes.filter(Boolean).join(" ")} data-comment={comment.id}>
      <input
        type="checkbox"
        checked={chosen}
        aria-label={words.select_one(author)}
        onClick={(event) => {
          if (event.shiftKey) queue.selectRange(comment.id);
          else queue.toggle(comment.id);
        }}
      />
      <button type="button" class="row-open" aria-current={current ? "true" : undefined} onClick={() => shown(idOf(row))}>
        <span class="row-head">
          <span class="row-author">
            <Stranger text={comment.author.name} or={words.anonymous} />
          </span>
          <span class="row-score">{points(verdict.score ?? 0)}</span>
        </span>
        <span class="row-marks">
          {comment.escalated && <span class="badge urgent">{words.escalated}</span>}
          {row.item.appeal?.outcome === null && <span class="badge claimed">{words.appealed}</span>}
          {(row.item.reports?.length ?? 0) > 0 && <span class="badge claimed">{words.reported}</span>}
          {reason && <span class="badge">{reasonName(reason.code)}</span>}
          <Claimed row={row} />
        </span>
        {!hidden && (
          <span class="row-text" dir="auto">
            <Stranger text={comment.text.slice(0, excerpt)} />
          </span>
        )}
        {(row.gone ?? row.fault) && <span class="row-fault">{row.gone ?? row.fault}</span>}
        {row.news && !row.gone && <span class="row-news">{row.news}</span>}
      </button>
    </li>
  );
}
