// What the settings share: a call with its outcome said, secrets that are shown once, and the password that
// is asked for again before an account changes.

import { announce, complain } from "../parts/announce.ts";
import { session } from "../api/client.ts";
import { strings } from "../strings/index.ts";

/** Runs a call and says what became of it. */
export async function attempt(act: () => Promise<unknown>, done: () => void, said = ""): Promise<void> {
  try {
    await act();
    if (said) announce(said);
    done();
  } catch (refusal) {
    complain(refusal);
  }
}

/** A secret that is shown this once. */
export function Secret({ secret }: { secret: string }) {
  return (
    <p class="bar warning">
      {strings().shown_once} <code class="secret">{secret}</code>
    </p>
  );
}

/** The fields of one's own password, and of a code when a second factor is in force. */
export function ProofFields() {
  const words = strings();
  return (
    <>
      <label>
        {words.own_password}
        <input name="proof_password" type="password" autocomplete="current-password" required />
      </label>
      {session.get()?.moderator.second_factor && (
        <label>
          {words.own_code}
          <input name="proof_code" autocomplete="one-time-code" inputMode="numeric" required />
        </label>
      )}
    </>
  );
}

export interface Proof {
  password: string;
  code?: string;
}

/** What ProofFields hold. */
export function proofOf(fields: FormData): Proof {
  const code = String(fields.get("proof_code") ?? "").trim();
  return { password: String(fields.get("proof_password") ?? ""), ...(code ? { code } : {}) };
}

/** Fields of a form that was sent, and the form itself to be emptied. */
export function sent(event: SubmitEvent): { form: HTMLFormElement; fields: FormData; text: (name: string) => string } {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const fields = new FormData(form);
  return { form, fields, text: (name) => String(fields.get(name) ?? "").trim() };
}
