// Moderators in doubt: who answers against everything the site knows, how many lessons wait for it, and the
// word of an admin who has looked and found the answers right. It can be taken back.

import { useState } from "preact/hooks";
import { post, session } from "../api/client.ts";
import { attempt, sent } from "../settings/parts.tsx";
import { count, moment } from "../parts/format.ts";
import { Stranger } from "../parts/stranger.tsx";
import { addressOf, Go } from "../router.tsx";
import { strings } from "../strings/index.ts";

export interface Doubt {
  moderator: string;
  /** Lessons that wait. */
  waiting: number;
}

export interface Voucher {
  moderator: string;
  through: number;
  by: string;
  note: string;
  at: string;
  ended_at: string | null;
  ended_by: string | null;
}

interface DoubtsProps {
  site: string;
  doubts: Doubt[];
  vouchers: Voucher[];
  again: () => void;
}

function InDoubt({ site, doubt, again }: { site: string; doubt: Doubt; again: () => void }) {
  const words = strings();
  const [open, setOpen] = useState(false);
  const { moderator, waiting } = doubt;
  const own = moderator === session.get()?.moderator.login;
  const vouch = (event: SubmitEvent) => {
    const { text } = sent(event);
    void attempt(() => post("/v1/learning/vouchers", { site, moderator, note: text("note") }), again, words.vouched(moderator));
  };
  return (
    <li class="stack">
      <p>
        <b>
          <Stranger text={moderator} />
        </b>{" "}
        {words.lessons_wait(count(waiting))}{" "}
        <Go to={addressOf(["history"], { moderator, site })}>{words.see_decisions}</Go>{" "}
        {own ? (
          <span class="small muted">{words.vouch_not_own}</span>
        ) : (
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {words.vouch}
          </button>
        )}
      </p>
      {open && (
        <form class="form-row" onSubmit={vouch}>
          <label>
            {words.vouch_why}
            <input name="note" maxLength={2000} />
          </label>
          <button class="approve">{words.vouch_confirm(moderator)}</button>
        </form>
      )}
    </li>
  );
}

function VoucherLine({ site, voucher, again }: { site: string; voucher: Voucher; again: () => void }) {
  const words = strings();
  const { moderator, by, at, note, ended_at, ended_by } = voucher;
  const end = () =>
    void attempt(() => post("/v1/learning/vouchers/end", { site, moderator }), again, words.voucher_ended(moderator));
  return (
    <tr>
      <th scope="row">
        <Stranger text={moderator} />
      </th>
      <td>
        <Stranger text={by} />
      </td>
      <td>{moment(at)}</td>
      <td>{note && <Stranger text={note} />}</td>
      <td>
        {ended_at ? (
          words.voucher_ended_by(ended_by ?? "", moment(ended_at))
        ) : (
          <button type="button" onClick={end}>
            {words.take_back_voucher}
          </button>
        )}
      </td>
    </tr>
  );
}

/** Nothing where nobody is in doubt and nobody was vouched for. */
export function Doubts({ site, doubts, vouchers, again }: DoubtsProps) {
  const words = strings();
  return (
    <>
      {doubts.length > 0 && (
        <section class="boxed stack doubts" aria-label={words.in_doubt}>
          <h3>{words.in_doubt}</h3>
          <p class="small muted">{words.doubt_explained}</p>
          <ul class="plain">
            {doubts.map((doubt) => (
              <InDoubt key={doubt.moderator} site={site} doubt={doubt} again={again} />
            ))}
          </ul>
        </section>
      )}
      {vouchers.length > 0 && (
        <details class="boxed" open={vouchers.some(({ ended_at }) => ended_at === null)}>
          <summary>{words.vouchers}</summary>
          <div class="scrolls" tabIndex={0} role="region" aria-label={words.vouchers}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{words.moderator}</th>
                  <th scope="col">{words.vouched_by}</th>
                  <th scope="col">{words.vouched_at}</th>
                  <th scope="col">{words.vouch_why}</th>
                  <th scope="col">{words.take_back_voucher}</th>
                </tr>
              </thead>
              <tbody>
                {vouchers.map((voucher) => (
                  <VoucherLine key={`${voucher.moderator} ${voucher.at} ${voucher.ended_at}`} site={site} voucher={voucher} again={again} />
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </>
  );
}
