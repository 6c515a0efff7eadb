// One decision over many comments at once (a campaign, an author's comments): what it would take is told
// first, and it is taken back as one.

import { useState } from "preact/hooks";
import { post } from "../api/client.ts";
import { rejectReasons } from "../queue/reasons.ts";
import { reasonName, strings } from "../strings/index.ts";
import { announce, complain } from "./announce.ts";

/** A choice among the reasons a moderator may reject for. */
export function ReasonChoice({ value, chosen, label }: { value: string; chosen: (reason: string) => void; label: string }) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => chosen(event.currentTarget.value)}>
        {rejectReasons.map((code) => (
          <option key={code} value={code}>
            {reasonName(code)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Takes a decision back that went over many comments; `then` reads anew. */
export function TakeBack({ decision, then }: { decision: string; then: () => void }) {
  const [busy, setBusy] = useState(false);
  const undo = async () => {
    setBusy(true);
    try {
      const { results } = await post<{ results: unknown[] }>(`/v1/decisions/${encodeURIComponent(decision)}/undo`);
      announce(strings().taken_back(results.length));
      then();
    } catch (refusal) {
      complain(refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <button type="button" disabled={busy} onClick={() => void undo()}>
      {strings().undo}
    </button>
  );
}

