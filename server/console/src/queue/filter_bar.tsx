// Which part of the queue is shown: lists with their lengths, order, filters, saved views. All of it is in
// the address.

import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { count } from "../parts/format.ts";
import { prefer, preferences } from "../parts/preferences.ts";
import { addressOf, Go, go, refine } from "../router.tsx";
import { useStore } from "../store.ts";
import { reasonName, strings } from "../strings/index.ts";
import { isFiltered, type FilterName, type Filters } from "./filters.ts";
import { counts } from "./live.ts";
import { rejectReasons } from "./reasons.ts";

/** A list is a filter by name; "all" is none of them. */
function lists() {
  const words = strings();
  const now = counts.get();
  return [
    { name: words.list_all, query: {}, many: now?.total },
    { name: words.list_escalated, query: { escalated: "true" }, many: now?.escalated },
    { name: words.list_reported, query: { reported: "true" }, many: now?.reported },
    { name: words.list_appealed, query: { appealed: "true" }, many: now?.appealed },
    { name: words.list_mine, query: { claimed: "me" }, many: now?.mine },
    { name: words.list_assigned, query: { assigned: "me" }, many: now?.assigned },
    { name: words.list_skipped, query: { skipped: "true" }, many: now?.skipped },
  ] as { name: string; query: Filters; many: number | undefined }[];
}

const listNames: FilterName[] = ["escalated", "reported", "appealed", "claimed", "assigned", "skipped"];

export function Lists({ filters }: { filters: Filters }) {
  useStore(counts);
  const rest = Object.fromEntries(Object.entries(filters).filter(([name]) => !listNames.includes(name as FilterName)));
  const current = (query: Filters) => listNames.every((name) => filters[name] === query[name]);
  return (
    <nav class="lists" aria-label={strings().lists}>
      {lists().map(({ name, query, many }) => (
        <Go key={name} to={addressOf(["queue"], { ...rest, ...query })} current={current(query)}>
          {name}
          {many !== undefined && <span class="many">{count(many)}</span>}
        </Go>
      ))}
    </nav>
  );
}

function Field({ name, label, filters, type = "text", ...more }: {
  name: FilterName;
  label: string;
  filters: Filters;
  type?: "text" | "number" | "date";
  list?: string;
  step?: string;
}) {
  return (
    <label>
      {label}
      <input name={name} type={type} value={filters[name] ?? ""} {...more} />
    </label>
  );
}

/** "2026-01-02" of an input as the time that the API wants. */
const timeOf = (value: string) => (/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value || undefined);

function changesOf(form: HTMLFormElement): Record<string, string | undefined> {
  const changes: Record<string, string | undefined> = {};
  for (const [name, value] of new FormData(form)) {
    const text = String(value).trim();
    changes[name] = name === "since" || name === "until" ? timeOf(text) : text || undefined;
  }
  return changes;
}

function SavedViews({ filters }: { filters: Filters }) {
  const words = strings();
  const { views } = useStore(preferences);
  const [name, setName] = useState("");
  const query = new URLSearchParams(filters as Record<string, string>).toString();
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    prefer({ views: [...views.filter((view) => view.name !== name.trim()), { name: name.trim(), query }] });
    setName("");
  };
  return (
    <div class="saved-views">
      {views.length > 0 && <h3>{words.saved_views}</h3>}
      <ul class="chips">
        {views.map((view) => (
          <li key={view.name}>
            <Go to={`/console/queue?${view.query}`}>{view.name}</Go>{" "}
            <button
              type="button"
              class="plain"
              aria-label={words.forget_view(view.name)}
              onClick={() => prefer({ views: views.filter((other) => other !== view) })}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      {isFiltered(filters) && (
        <form class="inline" onSubmit={save}>
          <label>
            {words.view_name} <input value={name} maxLength={40} onInput={(event) => setName(event.currentTarget.value)} />
          </label>
          <button>{words.save_view}</button>
        </form>
      )}
    </div>
  );
}

export function FilterBar({ filters, search }: { filters: Filters; search: RefObject<HTMLInputElement | null> }) {
  const words = strings();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    refine(changesOf(event.currentTarget as HTMLFormElement));
    (document.activeElement as HTMLElement | null)?.blur();
  };
  const set = Object.keys(filters).filter((name) => name !== "sort" && name !== "text" && !listNames.includes(name as FilterName));
  return (
    <form class="filters" onSubmit={submit} role="search">
      <label class="grow">
        <span class="visually-hidden">{words.search_text}</span>
        <input ref={search} name="text" type="search" value={filters.text ?? ""} placeholder={words.search_text} aria-keyshortcuts="/" />
      </label>
      <label>
        <span class="visually-hidden">{words.sort}</span>
        <select name="sort" value={filters.sort ?? "priority"} onChange={(event) => refine({ sort: event.currentTarget.value })}>
          {Object.entries(words.sorts).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <details class="more-filters">
        <summary>
          {words.filters} {set.length > 0 && <span class="many">{set.length}</span>}
        </summary>
        <div class="fields">
          <label>
            {words.reason}
            <select name="reason" value={filters.reason ?? ""}>
              <option value="">{words.all}</option>
              {[...new Set([...rejectReasons, ...Object.keys(counts.get()?.reasons ?? {})])].map((code) => (
                <option key={code} value={code}>
                  {reasonName(code)}
                  {counts.get()?.reasons[code] ? ` (${counts.get()!.reasons[code]})` : ""}
                </option>
              ))}
            </select>
          </label>
          <Field name="author" label={words.author} filters={filters} />
          <Field name="rule" label={words.rule} filters={filters} />
          <Field name="article" label={words.article} filters={filters} />
          <Field name="site" label={words.site} filters={filters} />
          <Field name="language" label={words.language} filters={filters} />
          <Field name="score_min" label={`${words.score_range} ${words.score_from}`} filters={filters} type="number" step="any" />
          <Field name="score_max" label={`${words.score_range} ${words.score_to}`} filters={filters} type="number" step="any" />
          <Field name="since" label={words.since} filters={{ ...filters, since: filters.since?.slice(0, 10) ?? "" }} type="date" />
          <Field name="until" label={words.until} filters={{ ...filters, until: filters.until?.slice(0, 10) ?? "" }} type="date" />
          <p class="buttons">
            <button>{words.apply}</button>
            <button type="button" class="plain" onClick={() => go("/console/queue")}>
              {words.clear_filters}
            </button>
          </p>
        </div>
        <SavedViews filters={filters} />
      </details>
    </form>
  );
}
