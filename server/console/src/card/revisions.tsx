// Every text a comment has had, each with the words that it took away and added.

import type { Verdict } from "../api/types.ts";
import { moment, points } from "../parts/format.ts";
import { useFetched } from "../parts/fetched.tsx";
import { Stranger } from "../parts/stranger.tsx";
import { strings } from "../strings/index.ts";

interface Revision {
  revision: number;
  text: string;
  verdict: Verdict;
  replaced_at: string | null;
  changes: { op: "same" | "removed" | "added"; text: string }[];
}

function Change({ op, text }: Revision["changes"][number]) {
  if (op === "added") return <ins><Stranger text={text} /></ins>;
  if (op === "removed") return <del><Stranger text={text} /></del>;
  return <Stranger text={text} />;
}

/** Nothing for a comment that was never edited. */
export function Revisions({ comment, revision }: { comment: string; revision: number }) {
  const words = strings();
  const fetched = useFetched<{ items: Revision[] }>(revision > 1 ? `/v1/comments/${encodeURIComponent(comment)}/revisions` : null);
  if (revision < 2 || !fetched.data) return null;
  return (
    <section class="part revisions">
      <h3>{words.changes}</h3>
      <ol class="plain">
        {fetched.data.items.map(({ revision: number, text, verdict, replaced_at, changes }) => (
          <li key={number}>
            <h4>
              {words.revision(number)}{" "}
              <span class="muted small">
                {words.score_points(points(verdict.score ?? 0))}
                {replaced_at && ` · ${words.replaced(moment(replaced_at))}`}
              </span>
            </h4>
            <div class="text diff" dir="auto">
              {changes.length === 0 ? <Stranger text={text} /> : changes.map((change, index) => <Change key={index} {...change} />)}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
