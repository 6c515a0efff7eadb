// What a site knows of one author, and where he stands: trusted, held, banned, until when and why.

import { useState } from "preact/hooks";
import { call, newKey, session, withQuery } from "../api/client.ts";
import type { Status } from "../api/types.ts";
import { RecordBar, StatusBadge } from "../card/record.tsx";
import { announce, complain } from "../parts/announce.ts";
import { ReasonChoice, TakeBack } from "../parts/decide_as_one.tsx";
import { ErasePerson } from "../parts/erase_person.tsx";
import { More, Shown, useFetched } from "../parts/fetched.tsx";
import { ago, count, moment, share } from "../parts/format.ts";
import { Stranger } from "../parts/stranger.tsx";
import { addressOf, Go, go, place, refine } from "../router.tsx";
import { useStore } from "../store.ts";
import { reasonName, strings } from "../strings/index.ts";

const standings = ["none", "trusted", "hold", "shadow_hold", "ban"] as const;
type Standing = (typeof standings)[number];

interface StandingRecord {
  decision: string | null;
  standing: Standing;
  reason: string | null;
  note: string | null;
  moderator: string | null;
  at: string | null;
  until: string | null;
  undone_at: string | null;
}

interface AuthorComment {
  id: string;
  article: string;
  text: string;
  status: Status;
  created_at: string;
}

interface AuthorRecord {
  id: string;
  site: string;
  identity: "verified" | "claimed" | "email" | "name";
  names: string[];
  first_seen_at: string;
  counts: { published: number; held: number; rejected: number; withdrawn: number };
  rejection_rate: number | null;
  standing: StandingRecord;
  standings: StandingRecord[];
  comments: AuthorComment[];
  next_cursor: string | null;
}

interface StandingReply {
  standing: StandingRecord;
  dry_run: boolean;
  taken: { open: number; published: number };
}

function StandingLine({ record }: { record: StandingRecord }) {
  const words = strings();
  return (
    <>
      <b class={record.undone_at ? "undone" : undefined}>{words.standings[record.standing]}</b>{" "}
      {record.reason && reasonName(record.reason)}{" "}
      <span class="muted small">
        {record.moderator} {record.at && ago(record.at)} {record.until && words.until_time(moment(record.until))}
        {record.undone_at && ` · ${words.undone}`}
      </span>
      {record.note && (
        <span class="quoted">
          <Stranger text={record.note} />
        </span>
      )}
    </>
  );
}

type Along = "" | "open" | "published" | "both";

function bodyOf(form: HTMLFormElement, reason: string) {
  const fields = new FormData(form);
  const days = Number(fields.get("days") || 0);
  const standing = String(fields.get("standing")) as Standing;
  const along = String(fields.get("take_along") ?? "") as Along;
  return {
    standing,
    reason,
    note: String(fields.get("note") ?? "").trim() || null,
    until: days > 0 ? new Date(Date.now() + days * 86_400_000).toISOString() : null,
    ...(along && standing !== "none" && standing !== "trusted" ? { take_along: along } : {}),
  };
}

function SetStanding({ author, done }: { author: AuthorRecord; done: (reply: StandingReply) => void }) {
  const words = strings();
  const [reason, setReason] = useState("spam.promotion");
  const [asked, setAsked] = useState<{ body: object; reply: StandingReply } | undefined>();
  const send = async (body: object, dry_run: boolean) => {
    try {
      const path = `/v1/authors/${encodeURIComponent(author.id)}/standing`;
      const reply = await call<StandingReply>("PUT", path, { body: { ...body, dry_run }, key: newKey() });
      if (dry_run) return setAsked({ body, reply });
      setAsked(undefined);
      announce(words.standing_set);
      done(reply);
    } catch (refusal) {
      complain(refusal);
    }
  };
  return (
    <form
      class="boxed"
      onSubmit={(event) => {
        event.preventDefault();
        void send(bodyOf(event.currentTarget, reason), true);
      }}
    >
      <h2>{words.set_standing}</h2>
      <div class="form-row">
        <label>
          {words.standing}
          <select name="standing">
            {standings.map((one) => (
              <option key={one} value={one} selected={one === author.standing.standing}>
                {words.standings[one]}
              </option>
            ))}
          </select>
        </label>
        <ReasonChoice label={words.reason} value={reason} chosen={setReason} />
        <label>
          {words.for_days}
          <input name="days" type="number" min="0" max="3650" placeholder={words.for_ever} />
        </label>
        <label>
          {words.take_along}
          <select name="take_along">
            <option value="">{words.takes.none}</option>
            {(["open", "published", "both"] as const).map((one) => (
              <option key={one} value={one}>
                {words.takes[one]}
              </option>
            ))}
          </select>
        </label>
        <label class="grow">
          {words.note}
          <input name="note" maxLength={2000} />
        </label>
        <button>{words.set_standing} …</button>
      </div>
      {asked && (
        <p class="bar warning">
          {words.would_take(count(asked.reply.taken.open), count(asked.reply.taken.published))}{" "}
          <button type="button" onClick={() => void send(asked.body, false)}>
            {words.set_standing}
          </button>{" "}
          <button type="button" class="plain" onClick={() => setAsked(undefined)}>
            {words.cancel}
          </button>
        </p>
      )}
    </form>
  );
}

export function AuthorView({ path: [id = ""] }: { path: string[] }) {
  const words = strings();
  const cursor = useStore(place).query.get("cursor") ?? undefined;
  const fetched = useFetched<AuthorRecord>(id ? withQuery(`/v1/authors/${encodeURIComponent(id)}`, { cursor }) : null);
  const [last, setLast] = useState<StandingReply | undefined>();
  const role = session.get()?.moderator.role;
  if (!id) return <p class="boxed">{words.author_by_link}</p>;
  return (
    <Shown of={fetched}>
      {(author) => (
        <div class="stack">
          <section class="boxed">
            <h2>
              {author.names.map((name, index) => (
                <span key={index}>
                  {index > 0 && ", "}
                  <Stranger text={name} or={words.anonymous} />
                </span>
              ))}
            </h2>
            <p class="small muted">
              {author.site} · {words.identities[author.identity]} · {words.first_seen(moment(author.first_seen_at))}
              {author.rejection_rate !== null && ` · ${words.rejection_rate(share(author.rejection_rate))}`}
            </p>
            <RecordBar {...author.counts} />
            <p>
              <StandingLine record={author.standing} />
            </p>
            {last?.standing.decision && (
              <TakeBack
                decision={last.standing.decision}
                then={() => {
                  setLast(undefined);
                  fetched.again();
                }}
              />
            )}
          </section>
          {session.get()?.moderator.may_decide && (
            <SetStanding
              author={author}
              done={(reply) => {
                setLast(reply);
                fetched.again();
              }}
            />
          )}
          {(role === "admin" || role === "operator") && (
            <ErasePerson site={author.site} author={author.id} done={() => go(addressOf(["queue"]))} />
          )}
          {author.standings.length > 0 && (
            <section class="boxed">
              <h2>{words.standings_before}</h2>
              <ul class="plain">
                {author.standings.map((record, index) => (
                  <li key={index}>
                    <StandingLine record={record} />
                  </li>
                ))}
              </ul>
            </section>
          )}
          <ul class="plain">
            {author.comments.map((comment) => (
              <li key={comment.id} class="boxed">
                <p class="small">
                  <Go to={addressOf(["comments", comment.id])}>{ago(comment.created_at)}</Go>{" "}
                  <StatusBadge status={comment.status} /> {comment.article}
                </p>
                <div class="text quoted" dir="auto">
                  <Stranger text={comment.text} />
                </div>
              </li>
            ))}
          </ul>
          <More cursor={author.next_cursor} more={() => refine({ cursor: author.next_cursor ?? undefined })} />
        </div>
      )}
    </Shown>
  );
}
