// The work of the last days as charts and tables.

import { useEffect, useState } from "preact/hooks";
import { BarChart, LineChart } from "../parts/charts.tsx";
import { Shown, type Fetched } from "../parts/fetched.tsx";
import { count, day, duration, moment, share } from "../parts/format.ts";
import { addressOf, Go } from "../router.tsx";
import { strings } from "../strings/index.ts";
import { readActivity, type Activity } from "./activity.ts";

const rulesShown = 25;

function useActivity(): Fetched<Activity> {
  const [state, setState] = useState<{ data?: Activity; fault?: Error }>({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    const ending = new AbortController();
    readActivity(new Date(), ending.signal).then(
      (data) => setState({ data }),
      (fault: Error) => ending.signal.aborted || setState({ fault }),
    );
    return () => ending.abort();
  }, [round]);
  return { data: state.data, fault: state.fault, again: () => setRound(round + 1) };
}

function Workers({ activity }: { activity: Activity }) {
  const words = strings();
  return (
    <div class="boxed scrolls" tabIndex={0} role="region" aria-label={words.by_moderator}>
      <table>
        <caption>{words.by_moderator}</caption>
        <thead>
          <tr>
            <th scope="col">{words.moderator}</th>
            <th scope="col" class="number">{words.decisions}</th>
            <th scope="col" class="number">{words.median_wait}</th>
            <th scope="col" class="number">{words.overruled}</th>
          </tr>
        </thead>
        <tbody>
          {activity.workers.map(({ moderator, decisions, median_wait, overruled }) => (
            <tr key={moderator}>
              <th scope="row">
                <Go to={addressOf(["history"], { moderator })}>{moderator}</Go>
              </th>
              <td class="number">{count(decisions)}</td>
              <td class="number">{duration(median_wait)}</td>
              <td class="number">{share(overruled)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Rules({ activity }: { activity: Activity }) {
  const words = strings();
  if (activity.rules.length === 0) return null;
  return (
    <div class="boxed scrolls" tabIndex={0} role="region" aria-label={words.by_rule}>
      <table>
        <caption>{words.by_rule}</caption>
        <thead>
          <tr>
            <th scope="col">{words.rule}</th>
            <th scope="col" class="number">{words.hits}</th>
            <th scope="col" class="number">{words.precision}</th>
          </tr>
        </thead>
        <tbody>
          {activity.rules.slice(0, rulesShown).map(({ name, hits, precision }) => (
            <tr key={name}>
              <th scope="row">
                <Go to={addressOf(["queue"], { rule: name })}>{name}</Go>
              </th>
              <td class="number">{count(hits)}</td>
              <td class="number">{share(precision)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Charts({ activity }: { activity: Activity }) {
  const words = strings();
  const { days } = activity;
  const labels = days.map(({ day: date }) => day(`${date}T12:00:00Z`));
  return (
    <div class="charts">
      <BarChart
        title={words.decisions_a_day}
        labels={labels}
        series={(["approve", "reject", "escalate"] as const).map((judgement) => ({
          name: words.judgements[judgement],
          values: days.map((one) => one[judgement]),
        }))}
        format={(value) => count(Math.round(value))}
      />
      <LineChart
        title={words.outcome_shares}
        labels={labels}
        series={(["approve", "reject", "escalate"] as const).map((judgement) => ({
          name: words.judgements[judgement],
          values: days.map((one) => one[judgement] / (one.approve + one.reject + one.escalate)),
        }))}
        format={share}
        from={0}
        to={1}
      />
      <LineChart
        title={words.median_wait}
        labels={labels}
        series={[{ name: words.median_wait, values: days.map(({ median_wait }) => median_wait) }]}
        format={duration}
        from={0}
      />
    </div>
  );
}

export function ActivityView() {
  const words = strings();
  return (
    <section class="stack">
      <h2>{words.work_of_people}</h2>
      <Shown of={useActivity()}>
        {(activity) =>
          activity.decisions === 0 ? (
            <p class="boxed muted">{words.no_decisions_yet}</p>
          ) : (
            <>
              <p class="muted">
                {words.counted(count(activity.decisions), moment(activity.since))}
                {!activity.complete && ` ${words.older_not_counted}`}
              </p>
              <Charts activity={activity} />
              <div class="charts">
                <Workers activity={activity} />
                <Rules activity={activity} />
              </div>
            </>
          )
        }
      </Shown>
    </section>
  );
}
