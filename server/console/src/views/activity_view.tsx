// How the work stands, on the server's figures: volume and outcomes, how long comments wait, whether people agree
// with the engine and with each other, and whether the comments are changing.

import { useState } from "preact/hooks";
import { withQuery } from "../api/client.ts";
import { BarChart, LineChart } from "../parts/charts.tsx";
import { Shown, useFetched } from "../parts/fetched.tsx";
import { count, day, duration, points, share } from "../parts/format.ts";
import { addressOf, Go } from "../router.tsx";
import { strings } from "../strings/index.ts";

interface Outcomes {
  approve: number;
  hold: number;
  reject: number;
  escalated: number;
}

interface Activity {
  items: { at: string; outcomes: Outcomes; judgements: { approve: number; reject: number; escalate: number } }[];
}

interface Agreement {
  same: number;
  differ: number;
  share: number | null;
}

interface Decisions {
  wait: { decisions: number; p50: number | null; p90: number | null; p99: number | null };
  with_engine: Agreement;
  of_people: Agreement;
  by_score: { from: number; approved: number; rejected: number }[];
  days: { at: string; median_wait: number | null; with_engine: Agreement }[];
  moderators: { login: string; decisions: number; overruled: number }[];
}

interface Period {
  outcomes: Outcomes;
  scores: { from: number; comments: number }[];
}

interface Drift {
  before: Period;
  now: Period;
  stability: number | null;
  reading: "unknown" | "stable" | "shifted" | "changed";
}

const lengths = [7, 30, 90, 365];
const whole = (value: number) => count(Math.round(value));
const seconds = (value: number) => duration(value * 1000);
const dayOf = ({ at }: { at: string }) => day(`${at.slice(0, 10)}T12:00:00Z`);

function Volume({ items }: Activity) {
  const words = strings();
  const labels = items.map(dayOf);
  const came = items.map(({ outcomes }) => outcomes.approve + outcomes.hold + outcomes.reject);
  const shareOf = (name: keyof Outcomes) => items.map(({ outcomes }, at) => (came[at] ? outcomes[name] / came[at]! : null));
  return (
    <div class="charts">
      <BarChart
        title={words.comments_a_day}
        labels={labels}
        series={(["approve", "hold", "reject"] as const).map((name) => ({
          name: words.outcomes[name],
          values: items.map(({ outcomes }) => outcomes[name]),
        }))}
        format={whole}
      />
      <LineChart
        title={words.outcome_shares}
        labels={labels}
        series={[
          { name: words.outcomes.hold, values: shareOf("hold") },
          { name: words.outcomes.reject, values: shareOf("reject") },
          { name: words.judgements.escalate, values: shareOf("escalated") },
        ]}
        format={share}
        from={0}
      />
      <BarChart
        title={words.decisions_a_day}
        labels={labels}
        series={(["approve", "reject", "escalate"] as const).map((name) => ({
          name: words.judgements[name],
          values: items.map(({ judgements }) => judgements[name]),
        }))}
        format={whole}
      />
    </div>
  );
}

function Figures({ wait, with_engine, of_people }: Decisions) {
  const words = strings();
  const figures: [string, string][] = [
    [words.half_wait, wait.p50 === null ? "–" : seconds(wait.p50)],
    [words.nine_of_ten_wait, wait.p90 === null ? "–" : seconds(wait.p90)],
    [words.of_a_hundred_wait, wait.p99 === null ? "–" : seconds(wait.p99)],
    [words.agree_with_engine, with_engine.share === null ? "–" : share(with_engine.share)],
    [words.agree_with_each_other, of_people.share === null ? "–" : share(of_people.share)],
  ];
  return (
    <ul class="figures">
      {figures.map(([name, value]) => (
        <li key={name} class="boxed">
          <b>{value}</b> {name}
        </li>
      ))}
    </ul>
  );
}

function Moderators({ moderators }: Decisions) {
  const words = strings();
  if (moderators.length === 0) return null;
  return (
    <div class="boxed scrolls" tabIndex={0} role="region" aria-label={words.by_moderator}>
      <table>
        <caption>{words.by_moderator}</caption>
        <thead>
          <tr>
            <th scope="col">{words.moderator}</th>
            <th scope="col" class="number">{words.decisions}</th>
            <th scope="col" class="number">{words.overruled}</th>
          </tr>
        </thead>
        <tbody>
          {moderators.map(({ login, decisions, overruled }) => (
            <tr key={login}>
              <th scope="row">
                <Go to={addressOf(["history"], { moderator: login })}>{login}</Go>
              </th>
              <td class="number">{count(decisions)}</td>
              <td class="number">{share(overruled / decisions)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DecisionCharts(decisions: Decisions) {
  const words = strings();
  const { days, by_score } = decisions;
  const labels = days.map(dayOf);
  return (
    <div class="charts">
      <LineChart
        title={words.median_wait}
        labels={labels}
        series={[{ name: words.median_wait, values: days.map(({ median_wait }) => median_wait) }]}
        format={seconds}
        from={0}
      />
      <LineChart
        title={words.agreement}
        labels={labels}
        series={[{ name: words.agreement, values: days.map(({ with_engine }) => with_engine.share) }]}
        format={share}
        from={0}
        to={1}
      />
      <BarChart
        title={words.judged_by_score}
        labels={by_score.map(({ from }) => points(from))}
        series={[
          { name: words.judgements.approve, values: by_score.map(({ approved }) => approved) },
          { name: words.judgements.reject, values: by_score.map(({ rejected }) => rejected) },
        ]}
        format={whole}
      />
      <Moderators {...decisions} />
    </div>
  );
}

function DriftView({ before, now, stability, reading }: Drift) {
  const words = strings();
  const buckets = [...new Set([...before.scores, ...now.scores].map(({ from }) => from))].sort((a, b) => a - b);
  const sharesOf = ({ scores }: Period) => {
    const all = scores.reduce((sum, { comments }) => sum + comments, 0);
    return buckets.map((bucket) => (scores.find(({ from }) => from === bucket)?.comments ?? 0) / Math.max(1, all));
  };
  return (
    <section class="stack">
      <h2>{words.drift}</h2>
      <p class={reading === "changed" ? "bar warning" : "muted"}>
        {words.drift_readings[reading]}
        {stability !== null && ` (PSI ${stability.toFixed(3)})`}
      </p>
      {buckets.length > 0 && (
        <div class="charts">
          <LineChart
            title={words.scores_then_and_now}
            labels={buckets.map(points)}
            series={[
              { name: words.four_weeks_before, values: sharesOf(before) },
              { name: words.last_seven_days, values: sharesOf(now) },
            ]}
            format={share}
            from={0}
          />
        </div>
      )}
    </section>
  );
}

function Choice<T extends string | number>({ label, value, of, chosen }: {
  label: string;
  value: T;
  of: [T, string][];
  chosen: (value: string) => void;
}) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => chosen(event.currentTarget.value)}>
        {of.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

export function ActivityView() {
  const words = strings();
  const [site, setSite] = useState("");
  const [days, setDays] = useState(30);
  const sites = useFetched<{ items: { id: string; name: string }[] }>("/v1/sites");
  const activity = useFetched<Activity>(withQuery("/v1/insight/activity", { site, days }));
  const decisions = useFetched<Decisions>(withQuery("/v1/insight/decisions", { site, days }));
  const drift = useFetched<Drift>(withQuery("/v1/insight/drift", { site }));
  const known = sites.data?.items ?? [];
  return (
    <section class="stack">
      <h2>{words.work_of_people}</h2>
      <div class="form-row">
        {known.length > 1 && (
          <Choice
            label={words.site}
            value={site}
            of={[["", words.all], ...known.map(({ id, name }): [string, string] => [id, name || id])]}
            chosen={setSite}
          />
        )}
        <Choice label={words.period} value={days} of={lengths.map((many) => [many, words.last_days(many)])} chosen={(many) => setDays(Number(many))} />
        <p>
          <Go to={addressOf(["rules"], { site })}>{words.what_rules_are_worth}</Go>
        </p>
      </div>
      <Shown of={activity}>{(shown) => <Volume {...shown} />}</Shown>
      <Shown of={decisions}>
        {(shown) => (
          <>
            <Figures {...shown} />
            {shown.moderators.length === 0 ? <p class="boxed muted">{words.no_decisions_yet}</p> : <DecisionCharts {...shown} />}
          </>
        )}
      </Shown>
      <Shown of={drift}>{(shown) => <DriftView {...shown} />}</Shown>
    </section>
  );
}
