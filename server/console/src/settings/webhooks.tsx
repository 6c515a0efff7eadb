// Where sites are told of decisions, and the log of what was sent.

import { useState } from "preact/hooks";
import { post, remove, session, withQuery } from "../api/client.ts";
import { Shown, useFetched } from "../parts/fetched.tsx";
import { ago, moment } from "../parts/format.ts";
import { Stranger } from "../parts/stranger.tsx";
import { strings } from "../strings/index.ts";
import { attempt, Secret } from "./parts.tsx";

interface Webhook {
  id: string;
  site: string;
  url: string;
  format: string;
  state: "active" | "disabled";
  disabled_why?: string;
  failures: number;
  created_at: string;
}

interface Delivery {
  id: string;
  comment: string;
  type: string;
  state: "waiting" | "due" | "delivered" | "dead";
  created_at: string;
  due_at?: string;
  attempts: { at: string; took_ms: number; status: number; outcome: string }[];
}

function Deliveries({ webhook }: { webhook: Webhook }) {
  const words = strings();
  const path = `/v1/webhooks/${encodeURIComponent(webhook.id)}/deliveries`;
  const fetched = useFetched<{ items: Delivery[] }>(withQuery(path, { limit: 50 }));
  const replay = (id: string) => void attempt(() => post(`${path}/${encodeURIComponent(id)}/replay`), fetched.again, words.due_again);
  return (
    <Shown of={fetched}>
      {({ items }) =>
        items.length === 0 ? (
          <p class="muted">{words.nothing_here}</p>
        ) : (
          <div class="scrolls" tabIndex={0} role="region" aria-label={words.deliveries}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{words.event}</th>
                  <th scope="col">{words.state}</th>
                  <th scope="col">{words.attempts}</th>
                  <th scope="col">{words.send_again}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((delivery) => (
                  <tr key={delivery.id}>
                    <td>
                      {delivery.type}
                      <br />
                      <span class="small muted">{moment(delivery.created_at)}</span>
                    </td>
                    <td>{words.delivery_states[delivery.state]}</td>
                    <td>
                      {delivery.attempts.map(({ at, status, outcome, took_ms }, index) => (
                        <div key={index} class="small">
                          {ago(at)}: {status || "–"} {outcome}, {took_ms} ms
                        </div>
                      ))}
                    </td>
                    <td>
                      {(delivery.state === "delivered" || delivery.state === "dead") && (
                        <button type="button" onClick={() => replay(delivery.id)}>
                          {words.send_again}
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Shown>
  );
}

function OneWebhook({ webhook, again }: { webhook: Webhook; again: () => void }) {
  const words = strings();
  const [log, setLog] = useState(false);
  const [secret, setSecret] = useState("");
  const path = `/v1/webhooks/${encodeURIComponent(webhook.id)}`;
  const renew = () =>
    void attempt(async () => setSecret((await post<{ secret: string }>(`${path}/secret`)).secret), () => undefined);
  return (
    <li class="boxed stack">
      <p>
        <code>
          <Stranger text={webhook.url} />
        </code>{" "}
        <span class={`badge ${webhook.state === "active" ? "published" : "rejected"}`}>{words.webhook_states[webhook.state]}</span>{" "}
        <span class="small muted">
          {webhook.site} · {webhook.format}
          {webhook.failures > 0 && ` · ${words.failures(webhook.failures)}`}
          {webhook.disabled_why && ` · ${webhook.disabled_why}`}
        </span>
      </p>
      {secret && <Secret secret={secret} />}
      <p class="buttons">
        <button type="button" aria-expanded={log} onClick={() => setLog(!log)}>
          {words.deliveries}
        </button>
        <button type="button" onClick={renew}>
          {words.new_secret}
        </button>
        {webhook.state === "disabled" && (
          <button type="button" onClick={() => void attempt(() => post(`${path}/enable`), again)}>
            {words.enable}
          </button>
        )}
        <button type="button" class="plain" onClick={() => void attempt(() => remove(path), again, words.removed)}>
          {words.remove}
        </button>
      </p>
      {log && <Deliveries webhook={webhook} />}
    </li>
  );
}

export function Webhooks() {
  const words = strings();
  const fetched = useFetched<{ items: Webhook[] }>("/v1/webhooks");
  const [secret, setSecret] = useState("");
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    const body = { site: String(fields.get("site")), url: String(fields.get("url")) };
    void attempt(
      async () => setSecret((await post<{ secret: string }>("/v1/webhooks", body)).secret),
      () => {
        form.reset();
        fetched.again();
      },
    );
  };
  return (
    <section class="stack">
      <h2>{words.webhooks}</h2>
      <Shown of={fetched}>
        {({ items }) => (
          <>
            <ul class="plain">
              {items.map((webhook) => (
                <OneWebhook key={webhook.id} webhook={webhook} again={fetched.again} />
              ))}
            </ul>
            <form class="boxed form-row" onSubmit={add}>
              <label>
                {words.site}
                <input name="site" required defaultValue={session.get()?.moderator.sites[0] ?? ""} />
              </label>
              <label class="grow">
                {words.address}
                <input name="url" type="url" required placeholder="https://" />
              </label>
              <button>{words.add_webhook}</button>
            </form>
            {secret && <Secret secret={secret} />}
          </>
        )}
      </Shown>
    </section>
  );
}
