// What others say of a comment that waits: readers who report it, and its author who appeals.

import { session } from "../api/client.ts";
import type { Appeal, Report } from "../api/types.ts";
import { ago, share } from "../parts/format.ts";
import { Stranger } from "../parts/stranger.tsx";
import { reasonName, strings } from "../strings/index.ts";

function reportReason(code: string): string {
  const words = strings().report_reasons;
  return words[code as keyof typeof words] ?? code;
}

export function Reports({ reports }: { reports: Report[] }) {
  const words = strings();
  if (reports.length === 0) return null;
  return (
    <section class="voices">
      <h3>{words.reports}</h3>
      <ul class="plain">
        {reports.map(({ reason, note, at, weight }, index) => (
          <li key={index}>
            <b>{reportReason(reason)}</b>{" "}
            <span class="small muted">
              {ago(at)} · {words.trusted_share(share(weight))}
            </span>
            {note && (
              <p class="quoted">
                <Stranger text={note} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** An open appeal against a decision of whoever is logged in: the server would refuse his answer. */
export function isOwnAppeal({ appeal }: { appeal?: Appeal }): boolean {
  const login = session.get()?.moderator.login;
  return appeal !== undefined && appeal.outcome === null && login !== undefined && appeal.against.moderator === login;
}

export function AppealView({ appeal }: { appeal: Appeal }) {
  const words = strings();
  const { by, moderator, reason } = appeal.against;
  return (
    <section class={appeal.outcome ? "part" : "voices"}>
      <h3>{appeal.outcome ? words.appeal_answered[appeal.outcome] : words.appeal}</h3>
      <p class="small muted">
        {words.appeal_against(moderator ?? words.actors[by], reason ? reasonName(reason) : "")} · {ago(appeal.at)}
      </p>
      <p class="quoted">
        <Stranger text={appeal.text} />
      </p>
      {isOwnAppeal({ appeal }) && <p class="bar warning">{words.appeal_own}</p>}
    </section>
  );
}
