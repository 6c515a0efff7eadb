// Articles of a site, and what is allowed under each: published at once or seen first, closed, links, thresholds.
// What a moderator sets here stands before what the site announces.

import { useState } from "preact/hooks";
import { put, session, withQuery } from "../api/client.ts";
import { announce, complain } from "../parts/announce.ts";
import { More, Shown, useFetched, usePages } from "../parts/fetched.tsx";
import { ago, count, moment } from "../parts/format.ts";
import { Outward, Stranger } from "../parts/stranger.tsx";
import { addressOf, Go, go, place } from "../router.tsx";
import { sent } from "../settings/parts.tsx";
import { useStore } from "../store.ts";
import { strings } from "../strings/index.ts";

const kinds = ["post", "pre", "closed"] as const;
const sensitivities = ["none", "medical", "minors", "politics"] as const;
const numbers = ["close_after_days", "links_allowed", "hold_at", "reject_at", "hold_after_reports"] as const;

type Policy = { comments: (typeof kinds)[number]; sensitivity: (typeof sensitivities)[number] } & Record<(typeof numbers)[number], number | null>;

interface Article {
  site: string;
  id: string;
  url: string;
  title: string;
  section: string;
  published_at: string | null;
  waiting: number;
  policy: Policy;
  announced: Policy;
  set_by: string | null;
  set_at: string | null;
}

const pathOf = ({ id }: { id: string }) => `/v1/articles/${encodeURIComponent(id)}/policy`;

function Form({ article, changed }: { article: Article; changed: () => void }) {
  const words = strings();
  const { policy } = article;
  const put_policy = async (wanted: Policy | null) => {
    try {
      await put(pathOf(article), { site: article.site, policy: wanted });
      announce(wanted ? words.policy_set : words.policy_given_back);
      changed();
    } catch (refusal) {
      complain(refusal);
    }
  };
  const submit = (event: SubmitEvent) => {
    const { text } = sent(event);
    const number = (name: string) => (text(name) === "" ? null : Number(text(name)));
    void put_policy({
      comments: text("comments") as Policy["comments"],
      sensitivity: text("sensitivity") as Policy["sensitivity"],
      ...(Object.fromEntries(numbers.map((name) => [name, number(name)])) as Record<(typeof numbers)[number], number | null>),
    });
  };
  return (
    <form class="fields boxed" onSubmit={submit}>
      <label>
        {words.comments_are}
        <select name="comments" value={policy.comments}>
          {kinds.map((one) => (
            <option key={one} value={one}>
              {words.comment_policies[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.sensitivity}
        <select name="sensitivity" value={policy.sensitivity}>
          {sensitivities.map((one) => (
            <option key={one} value={one}>
              {words.sensitivities[one]}
            </option>
          ))}
        </select>
      </label>
      {numbers.map((name) => (
        <label key={name}>
          {words.policy_numbers[name]}
          <input name={name} type="number" step={name.endsWith("_at") ? "0.1" : "1"} placeholder={words.as_the_site_says} defaultValue={policy[name]?.toString() ?? ""} />
        </label>
      ))}
      <p class="buttons">
        <button>{words.save}</button>
        {article.set_by && (
          <button type="button" class="plain" onClick={() => void put_policy(null)}>
            {words.give_back}
          </button>
        )}
      </p>
    </form>
  );
}

function OneArticle({ site, id }: { site: string; id: string }) {
  const words = strings();
  const fetched = useFetched<Article>(withQuery(pathOf({ id }), { site }));
  const mayDecide = session.get()?.moderator.may_decide ?? false;
  return (
    <Shown of={fetched}>
      {(article) => (
        <>
          <div class="boxed">
            <h2>
              <Outward url={article.url}>
                <Stranger text={article.title} or={article.id} />
              </Outward>
            </h2>
            <p class="small muted">
              {article.published_at && `${moment(article.published_at)} · `}
              <Go to={addressOf(["queue"], { article: article.id, site })}>{words.waiting_count(article.waiting)}</Go> ·{" "}
              {article.set_by && article.set_at ? words.policy_set_by(article.set_by, ago(article.set_at)) : words.policy_of_site}
            </p>
            {article.set_by && <p class="small muted">{words.site_says(words.comment_policies[article.announced.comments])}</p>}
          </div>
          {mayDecide && <Form key={`${article.set_at}`} article={article} changed={fetched.again} />}
          {!mayDecide && <p class="boxed">{words.comment_policies[article.policy.comments]}</p>}
        </>
      )}
    </Shown>
  );
}

function List({ site, words: searched }: { site: string; words: string | undefined }) {
  const words = strings();
  const { of, more, fault } = usePages<Article>((cursor) => withQuery("/v1/articles", { site, words: searched, cursor }));
  return (
    <Shown of={of}>
      {({ items, cursor }) => (
        <>
          {items.length === 0 && <p class="boxed muted">{words.nothing_here}</p>}
          <ul class="plain">
            {items.map((article) => (
              <li key={article.id} class="boxed">
                <Go to={addressOf(["articles", article.id], { site })}>
                  <Stranger text={article.title} or={article.id} />
                </Go>{" "}
                <span class={article.policy.comments === "closed" ? "badge rejected" : "badge"}>{words.comment_policies[article.policy.comments]}</span>{" "}
                {article.set_by && <span class="badge">{words.set_here}</span>}{" "}
                <span class="small muted">{article.waiting > 0 && `${count(article.waiting)} ${words.queue_figures.total}`}</span>
              </li>
            ))}
          </ul>
          <More cursor={cursor} more={more} fault={fault} />
        </>
      )}
    </Shown>
  );
}

function Search({ site, searched }: { site: string; searched: string | undefined }) {
  const words = strings();
  const [text, setText] = useState(searched ?? "");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    go(addressOf(["articles"], { site, words: text.trim() || undefined }));
  };
  return (
    <form class="form-row" role="search" onSubmit={submit}>
      <label class="grow">
        {words.search_articles}
        <input type="search" maxLength={200} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <button>{words.search}</button>
    </form>
  );
}

export function ArticlesView({ path: [id] }: { path: string[] }) {
  const words = strings();
  const { query } = useStore(place);
  const sites = useFetched<{ items: { id: string; name: string }[] }>("/v1/sites");
  return (
    <Shown of={sites}>
      {({ items }) => {
        const site = items.find((one) => one.id === query.get("site"))?.id ?? items[0]?.id;
        if (site === undefined) return <p class="boxed muted">{words.nothing_here}</p>;
        if (id !== undefined) return <div class="stack"><OneArticle key={`${site} ${id}`} site={site} id={id} /></div>;
        const searched = query.get("words") ?? undefined;
        return (
          <div class="stack">
            {items.length > 1 && (
              <label>
                {words.site}{" "}
                <select value={site} onChange={(event) => go(addressOf(["articles"], { site: event.currentTarget.value }))}>
                  {items.map((one) => (
                    <option key={one.id} value={one.id}>
                      {one.name || one.id}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <Search key={searched ?? ""} site={site} searched={searched} />
            <List key={site} site={site} words={searched} />
          </div>
        );
      }}
    </Shown>
  );
}
