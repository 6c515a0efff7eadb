// The buttons of the decisions, each with its key. They stay where they are whatever card is shown.

import type { RefObject } from "preact";
import { reasonName, strings } from "../strings/index.ts";
import { digitReasons, rejectReasons, spamReason, usualReason, usualReject } from "./reasons.ts";
import type { Queue, Row } from "./queue.ts";

interface DecideBarProps {
  queue: Queue;
  note: RefObject<HTMLTextAreaElement | null>;
  noteOpen: boolean;
  openNote: () => void;
  claim: () => void;
  skip: () => void;
  mayDecide: boolean;
}

function RejectFor({ queue, row }: { queue: Queue; row: Row | undefined }) {
  const words = strings();
  const usual = row ? usualReject(row) : "";
  return (
    <label class="reject-for">
      <span class="visually-hidden">{words.reject_for}</span>
      <select
        value=""
        onChange={(event) => {
          const reason = event.currentTarget.value;
          event.currentTarget.value = "";
          event.currentTarget.blur();
          if (reason) queue.decide("reject", () => reason);
        }}
      >
        <option value="">{words.reject_for}</option>
        {rejectReasons.map((code) => {
          const digit = (digitReasons as readonly string[]).indexOf(code);
          return (
            <option key={code} value={code}>
              {digit >= 0 ? `${digit + 1}  ` : ""}
              {reasonName(code)}
              {code === usual ? " (r)" : ""}
            </option>
          );
        })}
      </select>
    </label>
  );
}

function NoteField({ row, field, queue }: { row: Row; field: RefObject<HTMLTextAreaElement | null>; queue: Queue }) {
  return (
    <label class="note">
      <span class="visually-hidden">{strings().note}</span>
      <textarea
        ref={field}
        rows={2}
        maxLength={2000}
        placeholder={strings().note_placeholder}
        value={row.note ?? ""}
        onInput={(event) => (row.note = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
          event.preventDefault();
          event.stopPropagation();
          queue.focus(row.item.comment.id);
        }}
      />
    </label>
  );
}

function Claiming({ row, claim }: { row: Row; claim: () => void }) {
  const words = strings();
  const held = row.item.claim;
  return (
    <button type="button" class="plain" aria-keyshortcuts="c" onClick={claim}>
      {held?.mine ? words.release : held ? words.take_over : words.claim} <kbd>c</kbd>
    </button>
  );
}

export function DecideBar({ queue, note, noteOpen, openNote, claim, skip, mayDecide }: DecideBarProps) {
  const words = strings();
  const row = queue.current;
  const nothing = !mayDecide || queue.targets.length === 0;
  return (
    <div class="decide" role="group" aria-label={words.decisions}>
      {noteOpen && row && <NoteField key={row.item.comment.id} row={row} field={note} queue={queue} />}
      <div class="buttons">
        <button type="button" class="approve" aria-keyshortcuts="a" disabled={nothing} onClick={() => queue.decide("approve", usualReason("approve"))}>
          {words.approve} <kbd>a</kbd>
        </button>
        <button
          type="button"
          class="reject"
          aria-keyshortcuts="r"
          disabled={nothing}
          title={row && reasonName(usualReject(row))}
          onClick={() => queue.decide("reject", usualReason("reject"))}
        >
          {words.reject} <kbd>r</kbd>
        </button>
        <button type="button" class="reject" aria-keyshortcuts="s" disabled={nothing} onClick={() => queue.decide("reject", spamReason)}>
          {words.spam} <kbd>s</kbd>
        </button>
        <button type="button" class="escalate" aria-keyshortcuts="e" disabled={nothing} onClick={() => queue.decide("escalate", usualReason("escalate"))}>
          {words.escalate} <kbd>e</kbd>
        </button>
        {mayDecide && <RejectFor queue={queue} row={row} />}
        <button type="button" class="plain" aria-keyshortcuts="n" disabled={nothing} onClick={openNote}>
          {words.note} <kbd>n</kbd>
        </button>
        {row && mayDecide && <Claiming row={row} claim={claim} />}
        {row && mayDecide && (
          <button type="button" class="plain" aria-keyshortcuts="d" onClick={skip}>
            {words.skip} <kbd>d</kbd>
          </button>
        )}
      </div>
    </div>
  );
}
