// Logging in.

import { useState } from "preact/hooks";
import { logIn } from "../api/client.ts";
import { strings } from "../strings/index.ts";

export function LogIn() {
  const words = strings();
  const [fault, setFault] = useState("");
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
    } finally {
      setBusy(false);
    }
  };
  return (
    <main id="content" class="enter">
      <form id="enter" class="boxed" onSubmit={(event) => void submit(event)}>
        <h1>
          <img src="/console/assets/icon.svg" alt="" width="28" height="28" /> {words.product}
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
