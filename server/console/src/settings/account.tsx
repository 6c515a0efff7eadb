// One's own account: password, second factor, personal tokens.

import { useState } from "preact/hooks";
import { call, post, put, remove, resumeSession, session } from "../api/client.ts";
import { Shown, useFetched } from "../parts/fetched.tsx";
import { moment } from "../parts/format.ts";
import { Stranger } from "../parts/stranger.tsx";
import { strings } from "../strings/index.ts";
import { attempt, ProofFields, proofOf, Secret, sent } from "./parts.tsx";

interface Token {
  id: string;
  name: string;
  scope: "read" | "decide";
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
  revoked_at: string | null;
}

export function Password() {
  const words = strings();
  const change = (event: SubmitEvent) => {
    const { form, fields, text } = sent(event);
    const body = { password: String(fields.get("password")), confirm: proofOf(fields) };
    if (text("again") !== text("password")) return void attempt(() => Promise.reject(new Error(words.not_the_same)), () => undefined);
    return void attempt(() => put("/v1/session/password", body), () => form.reset(), words.password_changed);
  };
  return (
    <section class="boxed stack">
      <h2>{words.change_password}</h2>
      <form class="form-row" onSubmit={change}>
        <ProofFields />
        <label>
          {words.new_password}
          <input name="password" type="password" autocomplete="new-password" minLength={15} maxLength={128} required />
        </label>
        <label>
          {words.new_password_again}
          <input name="again" type="password" autocomplete="new-password" required />
        </label>
        <button>{words.change_password}</button>
      </form>
      <p class="small muted">{words.password_rule}</p>
    </section>
  );
}

interface Enrolment {
  secret: string;
  uri: string;
}

function Enrol({ enrolment, done }: { enrolment: Enrolment; done: (codes: string[]) => void }) {
  const words = strings();
  const confirm = (event: SubmitEvent) => {
    const { text } = sent(event);
    void attempt(async () => {
      const { recovery_codes } = await put<{ recovery_codes: string[] }>("/v1/session/totp", { code: text("code") });
      done(recovery_codes);
    }, () => undefined);
  };
  return (
    <form class="stack" onSubmit={confirm}>
      <p>{words.enter_in_app}</p>
      <Secret secret={enrolment.secret} />
      <p class="small">
        <a href={enrolment.uri}>{words.open_app}</a>
      </p>
      <div class="form-row">
        <label>
          {words.code_shown}
          <input name="code" inputMode="numeric" autocomplete="one-time-code" required />
        </label>
        <button>{words.confirm}</button>
      </div>
    </form>
  );
}

export function SecondFactor() {
  const words = strings();
  const [enrolment, setEnrolment] = useState<Enrolment | undefined>();
  const [codes, setCodes] = useState<string[]>([]);
  const on = session.get()?.moderator.second_factor ?? false;
  const begin = (event: SubmitEvent) => {
    const { fields } = sent(event);
    void attempt(async () => setEnrolment(await post<Enrolment>("/v1/session/totp", { confirm: proofOf(fields) })), () => undefined);
  };
  const end = (event: SubmitEvent) => {
    const { fields } = sent(event);
    void attempt(() => post("/v1/session/totp/end", { confirm: proofOf(fields) }), () => void resumeSession(), words.second_factor_off);
  };
  return (
    <section class="boxed stack">
      <h2>
        {words.second_factor} <span class={`badge ${on ? "published" : ""}`}>{on ? words.in_force : words.not_in_force}</span>
      </h2>
      {codes.length > 0 && (
        <div class="bar warning">
          <p>{words.recovery_codes}</p>
          <ul class="chips">
            {codes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      {enrolment ? (
        <Enrol
          enrolment={enrolment}
          done={(recovery) => {
            setCodes(recovery);
            setEnrolment(undefined);
            void resumeSession();
          }}
        />
      ) : (
        <form class="form-row" onSubmit={on ? end : begin}>
          <ProofFields />
          <button>{on ? words.end_second_factor : words.begin_second_factor}</button>
        </form>
      )}
    </section>
  );
}

function TokenLine({ token, again }: { token: Token; again: () => void }) {
  const words = strings();
  return (
    <tr>
      <th scope="row">
        <Stranger text={token.name} />
      </th>
      <td>{words.scopes[token.scope]}</td>
      <td>{token.last_used_at ? moment(token.last_used_at) : "–"}</td>
      <td>{token.expires_at ? moment(token.expires_at) : words.for_ever}</td>
      <td>
        {token.revoked_at ? (
          words.ended
        ) : (
          <button type="button" onClick={() => void attempt(() => remove(`/v1/session/tokens/${encodeURIComponent(token.id)}`), again, words.removed)}>
            {words.end}
          </button>
        )}
      </td>
    </tr>
  );
}

export function Tokens() {
  const words = strings();
  const fetched = useFetched<{ items: Token[] }>("/v1/session/tokens");
  const [secret, setSecret] = useState("");
  const make = (event: SubmitEvent) => {
    const { form, fields, text } = sent(event);
    const days = Number(text("days"));
    const body = { name: text("name"), scope: text("scope"), ...(days > 0 ? { expires_in_days: days } : {}), confirm: proofOf(fields) };
    void attempt(
      async () => setSecret((await call<{ secret: string }>("POST", "/v1/session/tokens", { body })).secret),
      () => {
        form.reset();
        fetched.again();
      },
    );
  };
  return (
    <section class="boxed stack">
      <h2>{words.tokens}</h2>
      <Shown of={fetched}>
        {({ items }) => (
          <>
            {items.length > 0 && (
              <div class="scrolls" tabIndex={0} role="region" aria-label={words.tokens}>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">{words.name}</th>
                      <th scope="col">{words.may}</th>
                      <th scope="col">{words.last_used}</th>
                      <th scope="col">{words.ends}</th>
                      <th scope="col">{words.end}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map((token) => (
                      <TokenLine key={token.id} token={token} again={fetched.again} />
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            {secret && <Secret secret={secret} />}
            <form class="form-row" onSubmit={make}>
              <label>
                {words.name}
                <input name="name" maxLength={100} required />
              </label>
              <label>
                {words.may}
                <select name="scope">
                  <option value="read">{words.scopes.read}</option>
                  <option value="decide">{words.scopes.decide}</option>
                </select>
              </label>
              <label>
                {words.for_days}
                <input name="days" type="number" min="1" max="366" placeholder={words.for_ever} />
              </label>
              <ProofFields />
              <button>{words.make_token}</button>
            </form>
          </>
        )}
      </Shown>
    </section>
  );
}
