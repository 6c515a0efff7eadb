// Which part of the queue is shown. The filters live in the address; their names are those of GET /v1/queue.

import { withQuery } from "../api/client.ts";

export const filterNames = [
  "site", "article", "reason", "author", "rule", "language", "text", "escalated", "reported", "appealed", "claimed",
  "assigned", "skipped", "score_min", "score_max", "since", "until", "sort",
] as const;

export type FilterName = (typeof filterNames)[number];
export type Filters = Partial<Record<FilterName, string>>;

/** Members of the address that are no filter (such as the comment in focus) are left out. */
export function filtersOf(query: URLSearchParams): Filters {
  const filters: Filters = {};
  for (const name of filterNames) {
    const value = query.get(name);
    if (value) filters[name] = value;
  }
  return filters;
}

export const isFiltered = ({ sort: _, ...filters }: Filters) => Object.keys(filters).length > 0;

export const queuePath = (filters: Filters, limit: number, cursor?: string) =>
  withQuery("/v1/queue", { ...filters, limit, cursor });
