// For admins and operators: who moderates, and the sites with their keys.

import { useState } from "preact/hooks";
import { patch, post, session } from "../api/client.ts";
import type { Role } from "../api/types.ts";
import { Shown, useFetched, type Fetched } from "../parts/fetched.tsx";
import { moment } from "../parts/format.ts";
import { Stranger } from "../parts/stranger.tsx";
import { strings } from "../strings/index.ts";
import { IdentityOf } from "./identity.tsx";
import { attempt, ProofFields, proofOf, Secret, sent } from "./parts.tsx";

interface Account {
  id: string;
  login: string;
  role: Role;
  sites: string[];
  disabled: boolean;
  second_factor: boolean;
  created_at: string;
}

const roles: Role[] = ["viewer", "moderator", "admin", "operator"];
const listed = (text: string) => text.split(/[\s,]+/).filter(Boolean);

function RoleChoice({ role }: { role?: Role }) {
  return (
    <label>
      {strings().role}
      <select name="role">
        {roles.map((one) => (
          <option key={one} value={one} selected={one === (role ?? "moderator")}>
            {strings().roles[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

function ChangeAccount({ account, done }: { account: Account; done: () => void }) {
  const words = strings();
  const change = (event: SubmitEvent) => {
    const { fields, text } = sent(event);
    const body = {
      role: text("role"),
      sites: listed(text("sites")),
      disabled: fields.get("disabled") === "on",
      ...(text("password") ? { password: String(fields.get("password")) } : {}),
      ...(fields.get("second") === "on" ? { remove_second_factor: true } : {}),
      confirm: proofOf(fields),
    };
    void attempt(() => patch(`/v1/moderators/${encodeURIComponent(account.id)}`, body), done, words.changed);
  };
  return (
    <form class="form-row" onSubmit={change}>
      <RoleChoice role={account.role} />
      <label>
        {words.sites_or_all}
        <input name="sites" defaultValue={account.sites.join(", ")} />
      </label>
      <label>
        {words.new_password}
        <input name="password" type="password" autocomplete="new-password" minLength={15} />
      </label>
      <label class="check">
        <input type="checkbox" name="disabled" defaultChecked={account.disabled} /> {words.disabled}
      </label>
      {account.second_factor && (
        <label class="check">
          <input type="checkbox" name="second" /> {words.end_second_factor}
        </label>
      )}
      <ProofFields />
      <button>{words.save}</button>
    </form>
  );
}

function AccountLine({ account, again }: { account: Account; again: () => void }) {
  const words = strings();
  const [open, setOpen] = useState(false);
  const own = account.login === session.get()?.moderator.login;
  return (
    <li class="boxed stack">
      <p>
        <b>
          <Stranger text={account.login} />
        </b>{" "}
        <span class="badge">{words.roles[account.role]}</span>{" "}
        {account.disabled && <span class="badge rejected">{words.disabled}</span>}{" "}
        <span class="small muted">
          {account.sites.join(", ") || words.all_sites} · {moment(account.created_at)}
          {account.second_factor && ` · ${words.second_factor}`}
        </span>{" "}
        {!own && (
          <button type="button" class="plain" aria-expanded={open} onClick={() => setOpen(!open)}>
            {words.change}
          </button>
        )}
      </p>
      {open && (
        <>
          <ChangeAccount
            account={account}
            done={() => {
              setOpen(false);
              again();
            }}
          />
          <IdentityOf account={account.id} />
        </>
      )}
    </li>
  );
}

export function Moderators() {
  const words = strings();
  const fetched = useFetched<{ items: Account[] }>("/v1/moderators");
  const add = (event: SubmitEvent) => {
    const { form, fields, text } = sent(event);
    const body = {
      login: text("login"),
      password: String(fields.get("password")),
      role: text("role"),
      sites: listed(text("sites")),
      confirm: proofOf(fields),
    };
    void attempt(
      () => post("/v1/moderators", body),
      () => {
        form.reset();
        fetched.again();
      },
      words.added,
    );
  };
  return (
    <section class="stack">
      <h2>{words.moderators}</h2>
      <Shown of={fetched}>
        {({ items }) => (
          <>
            <ul class="plain">
              {items.map((account) => (
                <AccountLine key={account.id} account={account} again={fetched.again} />
              ))}
            </ul>
            <form class="boxed form-row" onSubmit={add}>
              <label>
                {words.login}
                <input name="login" required autocomplete="off" />
              </label>
              <label>
                {words.password}
                <input name="password" type="password" autocomplete="new-password" minLength={15} required />
              </label>
              <RoleChoice />
              <label>
                {words.sites_or_all}
                <input name="sites" />
              </label>
              <ProofFields />
              <button>{words.add_moderator}</button>
            </form>
          </>
        )}
      </Shown>
    </section>
  );
}

interface Site {
  id: string;
  name: string;
  created_at: string;
}

interface NewSite {
  key: string;
  akismet_key: string;
}

function SiteLine({ site }: { site: Site }) {
  const words = strings();
  const [open, setOpen] = useState(false);
  const [secret, setSecret] = useState("");
  const renew = (event: SubmitEvent) => {
    const { fields, text } = sent(event);
    const path = `/v1/sites/${encodeURIComponent(site.id)}/${text("which")}`;
    void attempt(async () => setSecret((await post<{ key: string }>(path, { confirm: proofOf(fields) })).key), () => setOpen(false));
  };
  return (
    <li class="boxed stack">
      <p>
        <b>
          <Stranger text={site.name || site.id} />
        </b>{" "}
        <span class="small muted">
          {site.id} · {moment(site.created_at)}
        </span>{" "}
        <button type="button" class="plain" aria-expanded={open} onClick={() => setOpen(!open)}>
          {words.new_key}
        </button>
      </p>
      {open && (
        <form class="form-row" onSubmit={renew}>
          <label>
            {words.which_key}
            <select name="which">
              <option value="key">{words.site_key}</option>
              <option value="akismet-key">{words.akismet_key}</option>
            </select>
          </label>
          <ProofFields />
          <button>{words.new_key}</button>
          <p class="small muted">{words.old_keys_end}</p>
        </form>
      )}
      {secret && <Secret secret={secret} />}
    </li>
  );
}

function AddSite({ fetched }: { fetched: Fetched<{ items: Site[] }> }) {
  const words = strings();
  const [keys, setKeys] = useState<NewSite | undefined>();
  const add = (event: SubmitEvent) => {
    const { form, fields, text } = sent(event);
    const body = { id: text("id"), name: text("name") || null, confirm: proofOf(fields) };
    void attempt(
      async () => setKeys(await post<NewSite>("/v1/sites", body)),
      () => {
        form.reset();
        fetched.again();
      },
      words.added,
    );
  };
  return (
    <>
      <form class="boxed form-row" onSubmit={add}>
        <label>
          {words.site}
          <input name="id" required placeholder="daily-news" />
        </label>
        <label>
          {words.name}
          <input name="name" maxLength={200} />
        </label>
        <ProofFields />
        <button>{words.add_site}</button>
      </form>
      {keys && (
        <>
          <p>{words.site_key}</p>
          <Secret secret={keys.key} />
          <p>{words.akismet_key}</p>
          <Secret secret={keys.akismet_key} />
        </>
      )}
    </>
  );
}

export function Sites() {
  const words = strings();
  const fetched = useFetched<{ items: Site[] }>("/v1/sites");
  return (
    <section class="stack">
      <h2>{words.sites}</h2>
      <Shown of={fetched}>
        {({ items }) => (
          <>
            <ul class="plain">
              {items.map((site) => (
                <SiteLine key={site.id} site={site} />
              ))}
            </ul>
            {session.get()?.moderator.role === "operator" && <AddSite fetched={fetched} />}
          </>
        )}
      </Shown>
    </section>
  );
}
