// Logging in.

import { useState } from "preact/hooks";
import { logIn, Refusal } from "../api/client.ts";
import type { Problem } from "../api/types.ts";
import { icon } from "../parts/icon.ts";
import { strings } from "../strings/index.ts";

/** The password was right, and a code of the second factor is wanted. */
function wantsCode(refusal: unknown): boolean {
  const problem = refusal instanceof Refusal ? (refusal.answer as Problem | undefined) : undefined;
  return problem?.errors?.some(({ pointer }) => pointer === "/code") ?? false;
}

export function LogIn() {
  const words = strings();
  const [fault, setFault] = useState("");
  const [code, setCode] = useState(false);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const field = (name: string) => String(fields.get(name) ?? "");
    setBusy(true);
    try {
      await logIn(field("login"), field("password"), field("code") || undefined);
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
      </form>
    </main>
  );
}
