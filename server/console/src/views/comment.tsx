// One comment by its own address: the card and the decisions, also when it no longer waits.

import { useState } from "preact/hooks";
import { post, put, session, type Refusal } from "../api/client.ts";
import type { DecidedReply, Judgement, ReviewCard } from "../api/types.ts";
import { Card } from "../card/card.tsx";
import { forget } from "../card/review.ts";
import { isOwnAppeal } from "../card/voices.tsx";
import { announce, complain } from "../parts/announce.ts";
import { Shown, useFetched } from "../parts/fetched.tsx";
import { usualReason } from "../queue/reasons.ts";
import type { Row } from "../queue/queue.ts";
import { strings } from "../strings/index.ts";
import { NoteForm } from "../card/note_form.tsx";

/** A card is a queue item with more around it. */
const asRow = (card: ReviewCard): Row => ({ item: card, ready: Promise.resolve() });

function Decide({ card, done }: { card: ReviewCard; done: () => void }) {
  const words = strings();
  const [busy, setBusy] = useState(false);
  const [takeOver, setTakeOver] = useState(false);
  const decide = async (judgement: Judgement) => {
    setBusy(true);
    const { id, version } = card.comment;
    try {
      const reason = usualReason(judgement)(asRow(card));
      const items = [{ comment: id, version, judgement, reason, ...(takeOver ? { take_over: true } : {}) }];
      await post<DecidedReply>("/v1/decisions", { items });
      announce(words.decided(judgement, 1));
    } catch (refusal) {
      const [result] = ((refusal as Refusal).answer as Partial<DecidedReply> | undefined)?.results ?? [];
      if (result?.claim) announce(words.held_by(result.claim.moderator, result.claim.until));
      else if (result?.problem) announce(result.problem.detail);
      else complain(refusal);
      setTakeOver(result?.claim !== undefined);
    } finally {
      setBusy(false);
      done();
    }
  };
  return (
    <p class="buttons">
      <button type="button" class="approve" disabled={busy} onClick={() => void decide("approve")}>
        {words.approve}
      </button>
      <button type="button" class="reject" disabled={busy} onClick={() => void decide("reject")}>
        {words.reject}
      </button>
      <button type="button" class="escalate" disabled={busy} onClick={() => void decide("escalate")}>
        {words.escalate}
      </button>
    </p>
  );
}

/** Gives the comment to one moderator; an empty field gives it to nobody. */
function Assign({ card, done }: { card: ReviewCard; done: () => void }) {
  const words = strings();
  const assign = async (event: SubmitEvent) => {
    event.preventDefault();
    const login = String(new FormData(event.currentTarget as HTMLFormElement).get("moderator") ?? "").trim();
    try {
      await put(`/v1/comments/${encodeURIComponent(card.comment.id)}/assignment`, { moderator: login || null });
      announce(login ? words.assigned_to(login) : words.assigned_to_nobody);
      done();
    } catch (refusal) {
      complain(refusal);
    }
  };
  return (
    <form class="form-row" onSubmit={(event) => void assign(event)}>
      <label>
        {words.assign_to}
        <input name="moderator" defaultValue={card.assigned_to ?? ""} placeholder={words.nobody} />
      </label>
      <button>{words.assign}</button>
    </form>
  );
}

export function CommentView({ path: [id = ""] }: { path: string[] }) {
  const fetched = useFetched<ReviewCard>(`/v1/comments/${encodeURIComponent(id)}/review`);
  const [whyOpen, setWhyOpen] = useState(true);
  const [revealed, setRevealed] = useState(false);
  const again = () => {
    forget(id);
    fetched.again();
  };
  return (
    <Shown of={fetched}>
      {(card) => (
        <div class="stack">
          <Card
            item={card}
            revealed={revealed}
            reveal={() => setRevealed(true)}
            whyOpen={whyOpen}
            whyToggled={setWhyOpen}
          />
          {session.get()?.moderator.may_decide && (
            <>
              {!isOwnAppeal(card) && <Decide card={card} done={again} />}
              <Assign key={card.assigned_to} card={card} done={again} />
              <NoteForm comment={card.comment.id} kept={again} />
            </>
          )}
        </div>
      )}
    </Shown>
  );
}
