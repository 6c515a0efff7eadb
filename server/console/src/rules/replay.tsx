// What a draft would have done to comments that people decided, with a way to each of them.

import { useState } from "preact/hooks";
import { call } from "../api/client.ts";
import { complain } from "../parts/announce.ts";
import { count, moment, points } from "../parts/format.ts";
import { Stranger } from "../parts/stranger.tsx";
import { addressOf, Go } from "../router.tsx";
import { strings } from "../strings/index.ts";
import { changes, type Change, type ReplayReport, type ReplaySample } from "./shapes.ts";

const sizes = [500, 2_000, 5_000];

/** Whether the change goes against what the person decided. */
function isWrong({ change, judgement }: ReplaySample): boolean {
  return change === "newly_caught" ? judgement === "approve" : change === "no_longer_caught" && judgement === "reject";
}

function Sample({ sample }: { sample: ReplaySample }) {
  const words = strings();
  const verdict = ({ outcome, score }: ReplaySample["before"]) => `${words.outcomes[outcome]} ${points(score)}`;
  return (
    <li class={isWrong(sample) ? "replayed wrong" : "replayed"}>
      <p class="quoted">
        <Stranger text={sample.excerpt} />
        {sample.cut && " …"}
      </p>
      <p class="small muted">
        {verdict(sample.before)} → <b>{verdict(sample.after)}</b> · {words.person_said(words.judgements[sample.judgement])}
        {sample.moderator && ` (${sample.moderator})`} · {sample.rules.join(", ")} ·{" "}
        <Go to={addressOf(["comments", sample.comment])}>{words.view_comment}</Go>
      </p>
    </li>
  );
}

function Changed({ report, change }: { report: ReplayReport; change: Change }) {
  const words = strings();
  const { total, approved, rejected } = report[change];
  const samples = report.items.filter((sample) => sample.change === change);
  return (
    <details class="boxed" open={total > 0 && change !== "otherwise_caught"}>
      <summary>
        {words.replay_changes[change]}: <b>{count(total)}</b>{" "}
        {total > 0 && <span class="muted">({words.of_them(count(rejected), count(approved))})</span>}
      </summary>
      <ul class="plain">
        {samples.map((sample) => (
          <Sample key={sample.comment} sample={sample} />
        ))}
      </ul>
      {samples.length < total && <p class="small muted">{words.first_shown(count(samples.length))}</p>}
    </details>
  );
}

function Report({ report }: { report: ReplayReport }) {
  const words = strings();
  return (
    <div class="stack" role="region" aria-label={words.replay}>
      <p>
        {report.replayed === 0 ? words.nothing_decided : words.replayed(count(report.replayed), report.oldest ? moment(report.oldest) : "")}
        {!report.complete && ` ${words.replay_stopped}`}
      </p>
      {report.replayed > 0 && changes.map((change) => <Changed key={change} report={report} change={change} />)}
      <p class="small muted">{words.replay_unknown}</p>
    </div>
  );
}

/** `ready`: the text loads, so that it can be tried. */
export function Replay({ site, text, ready }: { site: string; text: string; ready: boolean }) {
  const words = strings();
  const [many, setMany] = useState(sizes[0]!);
  const [state, setState] = useState<{ text: string; report?: ReplayReport } | undefined>();
  const running = state !== undefined && state.report === undefined;
  const run = async () => {
    setState({ text });
    try {
      setState({ text, report: await call<ReplayReport>("POST", "/v1/rules/replay", { body: { site, text, comments: many } }) });
    } catch (refusal) {
      setState(undefined);
      complain(refusal);
    }
  };
  return (
    <section class="stack">
      <div class="form-row boxed">
        <label>
          {words.replay_how_many}
          <select value={many} onChange={(event) => setMany(Number(event.currentTarget.value))}>
            {sizes.map((size) => (
              <option key={size} value={size}>
                {count(size)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" id="replay" disabled={!ready || running} onClick={() => void run()}>
          {running ? words.replay_running : words.replay_run}
        </button>
      </div>
      {state?.report && (
        <>
          {state.text !== text && <p class="bar warning">{words.replay_of_earlier_text}</p>}
          <Report report={state.report} />
        </>
      )}
    </section>
  );
}
