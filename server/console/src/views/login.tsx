// Logging in: by password, or through the provider that the operator set up.

import { useEffect, useState } from "preact/hooks";
import { get, logIn, Refusal } from "../api/client.ts";
import type { LogInMethods, Problem } from "../api/types.ts";
import { icon } from "../parts/icon.ts";
import { place, refine } from "../router.tsx";
import { strings } from "../strings/index.ts";

/** The password was right, and a code of the second factor is wanted. */
function wantsCode(refusal: unknown): boolean {
  const problem = refusal instanceof Refusal ? (refusal.answer as Problem | undefined) : undefined;
  return problem?.errors?.some(({ pointer }) => pointer === "/code") ?? false;
}

/** Why the provider's way ended here: only words that we know are shown, never what stands in the address. */
function faultInAddress(): string {
  const word = place.get().query.get("log_in") ?? "";
  const faults = strings().log_in_faults;
  return Object.hasOwn(faults, word) ? (faults[word] ?? "") : "";
}

/** A link and no form: the way leads to another site, which `form-action` would not let it. */
function Provider() {
  const words = strings();
  const [methods, setMethods] = useState<LogInMethods | undefined>();
  useEffect(() => {
    // A server that is older, or busy, offers passwords; that is no fault worth a message.
    get<LogInMethods>("/v1/session/methods").then(setMethods, () => undefined);
  }, []);
  const provider = methods?.oidc;
  if (!provider) return null;
  if (!provider.available) return <p id="provider-away">{words.provider_away(provider.name)}</p>;
  return (
    <a id="provider" class="button" href="/v1/session/oidc">
      {words.log_in_with(provider.name)}
    </a>
  );
}

export function LogIn() {
  const words = strings();
  const [fault, setFault] = useState(faultInAddress);
  const [code, setCode] = useState(false);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const field = (name: string) => String(fields.get(name) ?? "");
    setBusy(true);
    try {
      await logIn(field("login"), field("password"), field("code") || undefined);
      if (place.get().query.has("log_in")) refine({ log_in: undefined }, "replace");
    } catch (refusal) {
      setFault((refusal as Error).message);
      if (wantsCode(refusal)) setCode(true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <main id="content" class="enter">
      <form id="enter" class="boxed" onSubmit={(event) => void submit(event)}>
        <h1>
          <img src={icon()} alt="" width="28" height="28" /> {words.product}
        </h1>
        <h2>{words.moderators}</h2>
        <label>
          {words.login}
          <input name="login" autocomplete="username" required autofocus />
        </label>
        <label>
          {words.password}
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        {code && (
          <label>
            {words.code}
            <input name="code" autocomplete="one-time-code" required autofocus />
          </label>
        )}
        {fault && (
          <p id="login-fault" class="bar warning" role="alert">
            {fault}
          </p>
        )}
        <button class="approve" disabled={busy}>
          {words.log_in}
        </button>
        <Provider />
      </form>
    </main>
  );
}
