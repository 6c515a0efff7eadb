// Settings. What a role may not do is not offered; what a server does not have says so.

import { session } from "../api/client.ts";
import { addressOf, Go } from "../router.tsx";
import { strings } from "../strings/index.ts";
import { Password, SecondFactor, Tokens } from "./account.tsx";
import { OwnIdentity } from "./identity.tsx";
import { Moderators, Sites } from "./people.tsx";
import { Webhooks } from "./webhooks.tsx";

const parts = ["account", "people", "sites", "webhooks"] as const;
type Part = (typeof parts)[number];

export function SettingsView({ path: [asked] }: { path: string[] }) {
  const words = strings();
  const role = session.get()?.moderator.role;
  const manages = role === "admin" || role === "operator";
  const part: Part = manages ? (parts.find((one) => one === asked) ?? "account") : "account";
  return (
    <div class="stack">
      {manages && (
        <nav class="lists" aria-label={words.view_settings}>
          {parts.map((one) => (
            <Go key={one} to={addressOf(["settings", one])} current={one === part}>
              {words.settings_parts[one]}
            </Go>
          ))}
        </nav>
      )}
      {part === "account" && (
        <>
          <Password />
          <SecondFactor />
          <OwnIdentity />
          <Tokens />
        </>
      )}
      {part === "people" && <Moderators />}
      {part === "sites" && <Sites />}
      {part === "webhooks" && <Webhooks />}
    </div>
  );
}
