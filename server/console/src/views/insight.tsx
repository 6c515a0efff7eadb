// What decisions teach: how the queue stands, how well the classifier foretells the moderators, and where what
// it learnt can be taken back to.

import { post, session } from "../api/client.ts";
import type { QueueCounts } from "../api/types.ts";
import { announce, complain } from "../parts/announce.ts";
import { LineChart, ReliabilityChart } from "../parts/charts.tsx";
import { Shown, useFetched } from "../parts/fetched.tsx";
import { count, share } from "../parts/format.ts";
import { addressOf, Go } from "../router.tsx";
import { reasonName, strings } from "../strings/index.ts";
import { ActivityView } from "./activity_view.tsx";
import { Doubts, type Doubt, type Voucher } from "./doubts.tsx";

interface SiteLearning {
  site: string;
  lessons: number;
  rulings: Record<string, number>;
  waiting: number;
  /** Of servers that have vouchers. */
  doubts?: Doubt[];
  vouchers?: Voucher[];
  batches_refused: number;
  curve: { lessons: number; accuracy: number; ham_accuracy: number }[];
  agreement: { lessons: number; agreement: number }[];
  alarms: { of: "disagreement" | "approvals" | "holds"; lesson: number }[];
  foretold: number;
  auc: number | null;
  calibration_error: number | null;
  reliability: { lessons: number; foretold: number; unwanted: number }[];
  versions: { first: number; last: number; day: string; moderator: string; unwanted: number; wanted: number }[];
}

function QueueNow() {
  const words = strings();
  const fetched = useFetched<QueueCounts>("/v1/queue/counts");
  return (
    <Shown of={fetched}>
      {(counts) => {
        const reasons = Object.entries(counts.reasons).sort((a, b) => b[1] - a[1]).slice(0, 12);
        return (
          <section class="stack">
            <ul class="figures">
              {(["total", "escalated", "reported", "appealed", "skipped"] as const).map((name) => (
                <li key={name} class="boxed">
                  <b>{count(counts[name])}</b> {words.queue_figures[name]}
                </li>
              ))}
            </ul>
            {reasons.length > 0 && (
              <div class="boxed">
                <h2>{words.waiting_by_reason}</h2>
                <table>
                  <tbody>
                    {reasons.map(([code, many]) => (
                      <tr key={code}>
                        <th scope="row">
                          <Go to={addressOf(["queue"], { reason: code })}>{reasonName(code)}</Go>
                        </th>
                        <td class="bar-cell">
                          <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                            <rect class="series-1" width={(many * 100) / reasons[0]![1]} height="8" />
                          </svg>
                        </td>
                        <td class="number">{count(many)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </section>
        );
      }}
    </Shown>
  );
}

function Versions({ learnt, again }: { learnt: SiteLearning; again: () => void }) {
  const words = strings();
  const rollBack = async (after: number) => {
    try {
      const { forgotten } = await post<{ forgotten: number }>("/v1/learning/forget", { site: learnt.site, after });
      announce(words.forgotten(count(forgotten)));
      again();
    } catch (refusal) {
      complain(refusal);
    }
  };
  const role = session.get()?.moderator.role;
  const mayRollBack = role === "admin" || role === "operator";
  return (
    <details class="boxed">
      <summary>{words.versions}</summary>
      <div class="scrolls" tabIndex={0} role="region" aria-label={words.versions}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.day}</th>
              <th scope="col">{words.moderator}</th>
              <th scope="col" class="number">{words.unwanted}</th>
              <th scope="col" class="number">{words.wanted}</th>
              {mayRollBack && <th scope="col">{words.roll_back}</th>}
            </tr>
          </thead>
          <tbody>
            {[...learnt.versions].reverse().map((version, index) => (
              <tr key={version.first}>
                <td>{version.day}</td>
                <td>{version.moderator}</td>
                <td class="number">{count(version.unwanted)}</td>
                <td class="number">{count(version.wanted)}</td>
                {mayRollBack && (
                  <td>
                    {index > 0 && (
                      <button type="button" onClick={() => void rollBack(version.last)}>
                        {words.back_to_here}
                      </button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function OfSite({ learnt, again }: { learnt: SiteLearning; again: () => void }) {
  const words = strings();
  const lessonLabels = (windows: { lessons: number }[]) => {
    let sum = 0;
    return windows.map(({ lessons }) => count((sum += lessons)));
  };
  return (
    <section class="stack">
      <h2>{words.learnt_by(learnt.site)}</h2>
      <p class="muted">
        {words.learnt_numbers(count(learnt.lessons), count(learnt.waiting), count(learnt.batches_refused))}
        {learnt.auc !== null && ` · AUC ${learnt.auc.toFixed(3)}`}
        {learnt.calibration_error !== null && ` · ${words.calibration_error} ${learnt.calibration_error.toFixed(3)}`}
      </p>
      {learnt.alarms.length > 0 && (
        <p class="bar warning">{learnt.alarms.map(({ of, lesson }) => words.alarm(words.alarms[of], lesson)).join(" ")}</p>
      )}
      <Doubts site={learnt.site} doubts={learnt.doubts ?? []} vouchers={learnt.vouchers ?? []} again={again} />
      <div class="charts">
        {learnt.curve.length > 0 && (
          <LineChart
            title={words.learning_curve}
            labels={lessonLabels(learnt.curve)}
            series={[
              { name: words.all_comments, values: learnt.curve.map(({ accuracy }) => accuracy) },
              { name: words.wanted_comments, values: learnt.curve.map(({ ham_accuracy }) => ham_accuracy) },
            ]}
            format={share}
            to={1}
          />
        )}
        {learnt.agreement.length > 0 && (
          <LineChart
            title={words.agreement}
            labels={lessonLabels(learnt.agreement)}
            series={[{ name: words.agreement, values: learnt.agreement.map(({ agreement }) => agreement) }]}
            format={share}
            to={1}
          />
        )}
        {learnt.reliability.length > 0 && (
          <ReliabilityChart
            title={words.reliability}
            points={learnt.reliability.map(({ foretold, unwanted, lessons }) => ({ foretold, came: unwanted, many: lessons }))}
            axis={[words.foretold, words.came]}
            format={share}
          />
        )}
      </div>
      {learnt.versions.length > 0 && <Versions learnt={learnt} again={again} />}
    </section>
  );
}

function Learning() {
  const words = strings();
  const fetched = useFetched<{ items: SiteLearning[] }>("/v1/insight/learning");
  return (
    <Shown of={fetched}>
      {({ items }) => (
        <>
          {items.length === 0 && <p class="boxed muted">{words.nothing_learnt}</p>}
          {items.map((learnt) => (
            <OfSite key={learnt.site} learnt={learnt} again={fetched.again} />
          ))}
        </>
      )}
    </Shown>
  );
}

/** Who taught what is for those who answer for a site; nobody else is offered it. */
export function InsightView() {
  const role = session.get()?.moderator.role;
  return (
    <div class="stack">
      <QueueNow />
      <ActivityView />
      {(role === "admin" || role === "operator") && <Learning />}
    </div>
  );
}
