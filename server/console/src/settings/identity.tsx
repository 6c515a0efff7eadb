// Whose identity at the provider logs in to an account: one's own, linked by logging in there, and those of
// others, which an admin links and ends.

import { useEffect, useState } from "preact/hooks";
import { post, put, Refusal } from "../api/client.ts";
import type { LogInMethods } from "../api/types.ts";
import { Shown, useFetched } from "../parts/fetched.tsx";
import { moment } from "../parts/format.ts";
import { Stranger } from "../parts/stranger.tsx";
import { place, refine } from "../router.tsx";
import { strings } from "../strings/index.ts";
import { attempt, ProofFields, proofOf, sent } from "./parts.tsx";

interface Identity {
  issuer: string;
  subject: string | null;
  email: string | null;
  linked_at: string;
  last_used_at: string | null;
}

interface Own {
  linked: Identity | null;
  /** Without a password the link is the only way in. */
  password: boolean;
}

function Linked({ identity }: { identity: Identity }) {
  const words = strings();
  const { issuer, subject, email, linked_at, last_used_at } = identity;
  const lines = [
    [words.identity_at, <Stranger text={issuer} />],
    [words.email, email && <Stranger text={email} />],
    [words.subject, subject === null ? <span class="muted">{words.waits_for_log_in}</span> : <Stranger text={subject} />],
    [words.linked_since, moment(linked_at)],
    [words.last_used, last_used_at ? moment(last_used_at) : "–"],
  ] as const;
  return (
    <dl class="facts">
      {lines.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

/** What the way through the provider came to: only words that we know, never what stands in the address. */
function useOutcome(): { good: boolean; text: string } | undefined {
  const [word] = useState(() => place.get().query.get("link") ?? "");
  useEffect(() => {
    if (word) refine({ link: undefined }, "replace");
  }, []);
  const outcomes = strings().link_outcomes;
  const text = Object.hasOwn(outcomes, word) ? outcomes[word] : undefined;
  return text === undefined ? undefined : { good: word === "done", text };
}

/** Sends the browser to the provider; it comes back here. */
function LinkOwn({ provider, linked }: { provider: string; linked: boolean }) {
  const words = strings();
  const begin = (event: SubmitEvent) => {
    const { fields } = sent(event);
    void attempt(
      async () => location.assign((await post<{ location: string }>("/v1/session/identity", { confirm: proofOf(fields) })).location),
      () => undefined,
    );
  };
  return (
    <form class="form-row" onSubmit={begin}>
      <ProofFields />
      <button>{linked ? words.link_another(provider) : words.link_with(provider)}</button>
    </form>
  );
}

function EndOwn({ done }: { done: () => void }) {
  const words = strings();
  const end = (event: SubmitEvent) => {
    const { fields } = sent(event);
    void attempt(() => post("/v1/session/identity/end", { confirm: proofOf(fields) }), done, words.link_ended_own);
  };
  return (
    <form class="form-row" onSubmit={end}>
      <ProofFields />
      <button>{words.end_link}</button>
    </form>
  );
}

/** Not there where no provider is set up and nothing is linked. */
export function OwnIdentity() {
  const words = strings();
  const outcome = useOutcome();
  const fetched = useFetched<Own>("/v1/session/identity");
  const provider = useFetched<LogInMethods>("/v1/session/methods").data?.oidc;
  const nothing = !provider && !fetched.data?.linked;
  if (nothing || (fetched.fault instanceof Refusal && fetched.fault.unknownCall)) return null;
  return (
    <section class="boxed stack" id="own-identity">
      <h2>
        {words.own_identity}{" "}
        <span class={`badge ${fetched.data?.linked ? "published" : ""}`}>{fetched.data?.linked ? words.linked : words.not_linked}</span>
      </h2>
      {outcome && (
        <p class={outcome.good ? "bar" : "bar warning"} role={outcome.good ? "status" : "alert"}>
          {outcome.text}
        </p>
      )}
      <Shown of={fetched}>
        {({ linked, password }) => (
          <>
            {linked && <Linked identity={linked} />}
            {!linked && provider && <p class="small muted">{words.link_explained(provider.name)}</p>}
            {!password && <p class="bar">{words.only_way_in}</p>}
            {password && provider?.available && <LinkOwn provider={provider.name} linked={linked !== null} />}
            {provider?.available === false && <p class="muted">{words.provider_away(provider.name)}</p>}
            {password && linked && <EndOwn done={fetched.again} />}
          </>
        )}
      </Shown>
    </section>
  );
}

function LinkOther({ path, linked, done }: { path: string; linked: boolean; done: () => void }) {
  const words = strings();
  const link = (event: SubmitEvent) => {
    const { form, fields, text } = sent(event);
    const body = { [text("by")]: text("identity"), confirm: proofOf(fields) };
    void attempt(
      () => put(path, body),
      () => {
        form.reset();
        done();
      },
      words.link_made,
    );
  };
  return (
    <form class="form-row" onSubmit={link}>
      <label>
        {words.link_by}
        <select name="by">
          <option value="email">{words.email}</option>
          <option value="subject">{words.subject}</option>
        </select>
      </label>
      <label>
        {words.identity}
        <input name="identity" maxLength={255} required autocomplete="off" />
      </label>
      <ProofFields />
      <button>{linked ? words.replace_link : words.make_link}</button>
    </form>
  );
}

/** The link of somebody else's account, for those who manage it. */
export function IdentityOf({ account }: { account: string }) {
  const words = strings();
  const path = `/v1/moderators/${encodeURIComponent(account)}/identity`;
  const fetched = useFetched<Identity>(path);
  const provider = useFetched<LogInMethods>("/v1/session/methods").data?.oidc;
  const unlinked = fetched.fault instanceof Refusal && fetched.fault.status === 404;
  if (unlinked && !provider) return null;
  const end = (event: SubmitEvent) => {
    const { fields } = sent(event);
    void attempt(() => post(`${path}/end`, { confirm: proofOf(fields) }), fetched.again, words.link_ended);
  };
  return (
    <div class="stack identity-of">
      <h3>{words.identity_link}</h3>
      {unlinked ? (
        <p class="muted">{words.not_linked}</p>
      ) : (
        <Shown of={fetched}>
          {(identity) => (
            <>
              <Linked identity={identity} />
              <form class="form-row" onSubmit={end}>
                <ProofFields />
                <button>{words.end_link}</button>
              </form>
            </>
          )}
        </Shown>
      )}
      {provider && <LinkOther path={path} linked={!unlinked} done={fetched.again} />}
      <p class="small muted">{words.link_ends_sessions}</p>
    </div>
  );
}
