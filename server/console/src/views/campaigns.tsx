// Near-duplicate comments as groups: seen together, decided together.

import { useState } from "preact/hooks";
import { post, session, withQuery } from "../api/client.ts";
import type { Campaign, CampaignMember } from "../api/types.ts";
import { StatusBadge } from "../card/record.tsx";
import { announce, complain } from "../parts/announce.ts";
import { ReasonChoice, TakeBack } from "../parts/decide_as_one.tsx";
import { More, Shown, useFetched, usePages } from "../parts/fetched.tsx";
import { ago, count } from "../parts/format.ts";
import { Outward, Stranger } from "../parts/stranger.tsx";
import { addressOf, Go, place } from "../router.tsx";
import { useStore } from "../store.ts";
import { reasonName, strings } from "../strings/index.ts";

const states = ["waiting", "decided", "all"] as const;

export function CampaignsView({ path: [id] }: { path: string[] }) {
  return id === undefined ? <Campaigns /> : <OneCampaign id={id} />;
}

function Numbers({ campaign }: { campaign: Campaign }) {
  const words = strings();
  const { members, open, published, articles, authors, first_seen_at, last_seen_at } = campaign;
  return (
    <p class="small muted">
      {words.campaign_numbers(count(members), count(open), count(published), count(articles), count(authors))} ·{" "}
      {words.seen_between(ago(first_seen_at), ago(last_seen_at))}
    </p>
  );
}

function Campaigns() {
  const words = strings();
  const state = useStore(place).query.get("state") ?? "waiting";
  const { of, more, fault } = usePages<Campaign>((cursor) => withQuery("/v1/campaigns", { state, cursor }));
  return (
    <>
      <nav class="lists" aria-label={words.lists}>
        {states.map((one) => (
          <Go key={one} to={addressOf(["campaigns"], { state: one })} current={one === state}>
            {words.campaign_states[one]}
          </Go>
        ))}
      </nav>
      <Shown of={of}>
        {({ items, cursor }) => (
          <>
            {items.length === 0 && <p class="boxed muted">{words.nothing_here}</p>}
            <ul class="plain">
              {items.map((campaign) => (
                <li key={campaign.id} class="boxed">
                  <p>
                    <Go to={addressOf(["campaigns", campaign.id])}>
                      <b>{words.members(campaign.members)}</b>
                    </Go>{" "}
                    {campaign.open > 0 && <span class="badge held">{words.waiting_count(campaign.open)}</span>}{" "}
                    {campaign.decision && <Decided decision={campaign.decision} />}
                  </p>
                  <div class="text quoted" dir="auto">
                    <Stranger text={campaign.sample.text} />
                  </div>
                  <Numbers campaign={campaign} />
                </li>
              ))}
            </ul>
            <More cursor={cursor} more={more} fault={fault} />
          </>
        )}
      </Shown>
    </>
  );
}

function Decided({ decision }: { decision: NonNullable<Campaign["decision"]> }) {
  return (
    <span class={`badge ${decision.judgement === "reject" ? "rejected" : "published"}`}>
      {strings().judgements[decision.judgement]} {decision.reason && `(${reasonName(decision.reason)})`} · {decision.moderator}
    </span>
  );
}

interface Outcome {
  dry_run: boolean;
  open: number;
  published: number;
  decision: string | null;
  results: { status: "ok" | "error"; comment?: string; problem?: { detail: string } }[];
}

type Take = "open" | "published" | "both";

/** Asks what a decision would take, then decides. */
function Decide({ campaign, done }: { campaign: Campaign; done: (outcome: Outcome) => void }) {
  const words = strings();
  const [take, setTake] = useState<Take>("open");
  const [reason, setReason] = useState("spam.promotion");
  const [asked, setAsked] = useState<{ judgement: "approve" | "reject"; outcome: Outcome } | undefined>();
  const send = async (judgement: "approve" | "reject", dry_run: boolean) => {
    const body = { judgement, reason: judgement === "reject" ? reason : "verdict.not_spam", take, dry_run };
    try {
      const outcome = await post<Outcome>(`/v1/campaigns/${encodeURIComponent(campaign.id)}/decision`, body);
      if (dry_run) return setAsked({ judgement, outcome });
      setAsked(undefined);
      announce(words.decided(judgement, outcome.results.filter(({ status }) => status === "ok").length));
      done(outcome);
    } catch (refusal) {
      complain(refusal);
    }
  };
  return (
    <section class="boxed" aria-label={words.decisions}>
      <div class="form-row">
        <label>
          {words.take}
          <select value={take} onChange={(event) => setTake(event.currentTarget.value as Take)}>
            {(["open", "published", "both"] as const).map((one) => (
              <option key={one} value={one}>
                {words.takes[one]}
              </option>
            ))}
          </select>
        </label>
        <ReasonChoice label={words.reason} value={reason} chosen={setReason} />
        <button type="button" class="approve" onClick={() => void send("approve", true)}>
          {words.approve} …
        </button>
        <button type="button" class="reject" onClick={() => void send("reject", true)}>
          {words.reject} …
        </button>
      </div>
      {asked && (
        <p class="bar warning">
          {words.would_take(count(asked.outcome.open), count(asked.outcome.published))}{" "}
          <button type="button" class={asked.judgement} onClick={() => void send(asked.judgement, false)}>
            {words[asked.judgement]}
          </button>{" "}
          <button type="button" class="plain" onClick={() => setAsked(undefined)}>
            {words.cancel}
          </button>
        </p>
      )}
    </section>
  );
}

function Members({ of, more, fault }: ReturnType<typeof usePages<CampaignMember>>) {
  const words = strings();
  return (
    <Shown of={of}>
      {({ items, cursor }) => (
        <>
          <ul class="plain">
            {items.map((member) => (
              <li key={member.comment} class="boxed">
                <p class="small">
                  <Go to={addressOf(["comments", member.comment])}>
                    <Stranger text={member.author_name} or={words.anonymous} />
                  </Go>{" "}
                  <StatusBadge status={member.status} escalated={member.escalated} /> {words.joined_by[member.joined_by]} ·{" "}
                  {ago(member.created_at)} ·{" "}
                  <Outward url={member.article.url}>
                    <Stranger text={member.article.title || member.article.id} />
                  </Outward>
                </p>
                <div class="text quoted" dir="auto">
                  <Stranger text={member.text} />
                </div>
              </li>
            ))}
          </ul>
          <More cursor={cursor} more={more} fault={fault} />
        </>
      )}
    </Shown>
  );
}

function OneCampaign({ id }: { id: string }) {
  const path = `/v1/campaigns/${encodeURIComponent(id)}`;
  const head = useFetched<{ campaign: Campaign }>(withQuery(path, { limit: 1 }));
  const members = usePages<CampaignMember>((cursor) => withQuery(path, { cursor }));
  const [last, setLast] = useState<Outcome | undefined>();
  const again = () => {
    head.again();
    members.of.again();
  };
  const failed = last?.results.filter(({ status }) => status === "error") ?? [];
  return (
    <Shown of={head}>
      {({ campaign }) => (
        <div class="stack">
          <Numbers campaign={campaign} />
          {campaign.decision && <Decided decision={campaign.decision} />}
          {session.get()?.moderator.may_decide && (
            <Decide
              campaign={campaign}
              done={(outcome) => {
                setLast(outcome);
                again();
              }}
            />
          )}
          {last?.decision && (
            <p>
              <TakeBack
                decision={last.decision}
                then={() => {
                  setLast(undefined);
                  again();
                }}
              />
            </p>
          )}
          {failed.length > 0 && (
            <ul class="bar warning">
              {failed.map(({ comment, problem }) => (
                <li key={comment}>{`${comment}: ${problem?.detail}`}</li>
              ))}
            </ul>
          )}
          <Members of={members.of} more={members.more} fault={members.fault} />
        </div>
      )}
    </Shown>
  );
}
