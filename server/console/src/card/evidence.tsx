// Why the engine decided as it did: signals with their points, the strongest terms, what did not count.

import type { Signal, Term, Verdict } from "../api/types.ts";
import { points } from "../parts/format.ts";
import { Stranger } from "../parts/stranger.tsx";
import { strings } from "../strings/index.ts";

const termsShown = 8;
/** What weighs less than this is shown as 0.0 and says nothing. */
const leastWeight = 0.05;

/** What a signal does: its points, or the action that outranks them. A note does nothing by itself. */
function effect({ shadow, action, weight }: Signal): string {
  if (shadow) return strings().shadow;
  if (action === "note" || (action === undefined && weight === 0)) return "–";
  return action ?? points(weight);
}

function SignalRow({ signal }: { signal: Signal }) {
  return (
    <tr>
      <th scope="row">{signal.name}</th>
      <td class="points">{effect(signal)}</td>
      <td>
        <Stranger text={signal.explanation} or={signal.reason} />
      </td>
    </tr>
  );
}

/** One entry a term: the models look at the same words, and the larger weight is the one to know. */
function strongest(signals: Signal[]): Term[] {
  const terms = signals.flatMap((signal) => signal.terms ?? []);
  terms.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const first = new Map<string, Term>();
  for (const term of terms) {
    if (Math.abs(term.weight) >= leastWeight && !first.has(term.term)) first.set(term.term, term);
  }
  return [...first.values()].slice(0, termsShown);
}

type Neutralised = NonNullable<Signal["neutralised"]>[number];

function silenced(signals: Signal[]): Neutralised[] {
  const first = new Map<string, Neutralised>();
  for (const one of signals.flatMap((signal) => signal.neutralised ?? [])) {
    if (Math.abs(one.from - one.to) >= leastWeight && !first.has(one.term)) first.set(one.term, one);
  }
  return [...first.values()].slice(0, termsShown);
}

/** A feature of the text's shape ("#up3") by what it measures; a word as it is. */
function termName(term: string): string {
  const shape = term.match(/^#([a-z]+)\d?$/)?.[1];
  return (shape && strings().shapes[shape]) || term;
}

function TermChip({ term }: { term: Term }) {
  const words = strings();
  const against = term.weight > 0;
  return (
    <li class={against ? "term against" : "term for"} title={against ? words.speaks_against : words.speaks_for}>
      <Stranger text={termName(term.term)} /> <b>{points(term.weight)}</b>
    </li>
  );
}

/** The terms that weigh most, and those that would if the article were not about them. */
export function Terms({ verdict }: { verdict: Verdict }) {
  const words = strings();
  const signals = verdict.signals ?? [];
  const terms = strongest(signals);
  const neutralised = silenced(signals);
  if (terms.length === 0 && neutralised.length === 0) return null;
  return (
    <div class="terms">
      {terms.length > 0 && (
        <>
          <h3>{words.strongest_terms}</h3>
          <ul class="chips">
            {terms.map((term) => (
              <TermChip key={term.term} term={term} />
            ))}
          </ul>
        </>
      )}
      {neutralised.length > 0 && (
        <>
          <h3>{words.neutralised}</h3>
          <ul class="chips">
            {neutralised.map(({ term, from, to, why }) => (
              <li key={term} class="term neutral" title={words.does_not_count(term, why)}>
                <Stranger text={term} /> <s>{points(from)}</s> <b>{points(to)}</b> <i>{why}</i>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** The table of all signals. */
export function Why({ verdict, open, toggled }: { verdict: Verdict; open: boolean; toggled: (open: boolean) => void }) {
  const words = strings();
  const { rules, model, policy } = verdict.provenance;
  return (
    <details class="why" open={open} onToggle={(event) => toggled(event.currentTarget.open)}>
      <summary>
        {words.why} <span class="muted">({words.score_points(points(verdict.score ?? 0))})</span>
      </summary>
      <div class="scrolls" role="region" aria-label={words.why} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.signal}</th>
              <th scope="col">{words.does}</th>
              <th scope="col">{words.because}</th>
            </tr>
          </thead>
          <tbody>
            {(verdict.signals ?? []).map((signal, index) => (
              <SignalRow key={index} signal={signal} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="muted small">
        {words.provenance} {[rules, model, policy].filter(Boolean).join(" · ")}
      </p>
    </details>
  );
}
