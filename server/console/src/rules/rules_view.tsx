// The rules of a site: what runs, the site's own, and their editions.

import { withQuery } from "../api/client.ts";
import { Shown, useFetched } from "../parts/fetched.tsx";
import { addressOf, Go, go, place } from "../router.tsx";
import { useStore } from "../store.ts";
import { strings } from "../strings/index.ts";
import { Diagnostics, Editor } from "./editor.tsx";
import { RuleList } from "./list.tsx";
import type { SiteRules } from "./shapes.ts";
import { Versions } from "./versions.tsx";

const parts = ["list", "edit", "versions"] as const;
type Part = (typeof parts)[number];

function OfSite({ site, part }: { site: string; part: Part }) {
  const words = strings();
  const fetched = useFetched<SiteRules>(withQuery("/v1/rules", { site }));
  return (
    <Shown of={fetched}>
      {(rules) => (
        <>
          <p class="muted small">
            {words.rules_in_force(rules.rules)}
            {rules.version > 0 && ` · ${words.own_edition(rules.version)}`}
          </p>
          {!rules.in_force && (
            <div class="bar warning" role="alert">
              <p>{words.own_rules_set_aside}</p>
              <Diagnostics items={rules.diagnostics} />
            </div>
          )}
          {part === "list" && <RuleList rules={rules.items} />}
          {part === "edit" && <Editor key={site} rules={rules} again={fetched.again} />}
          {part === "versions" && <Versions rules={rules} again={fetched.again} />}
        </>
      )}
    </Shown>
  );
}

export function RulesView({ path: [asked] }: { path: string[] }) {
  const words = strings();
  const { query } = useStore(place);
  const sites = useFetched<{ items: { id: string; name: string }[] }>("/v1/sites");
  const part = parts.find((one) => one === asked) ?? "list";
  return (
    <Shown of={sites}>
      {({ items }) => {
        const site = items.find(({ id }) => id === query.get("site"))?.id ?? items[0]?.id;
        if (site === undefined) return <p class="boxed muted">{words.nothing_here}</p>;
        return (
          <div class="stack">
            <div class="form-row">
              <nav class="lists" aria-label={words.view_rules}>
                {parts.map((one) => (
                  <Go key={one} to={addressOf(["rules", one], { site })} current={one === part}>
                    {words.rule_parts[one]}
                  </Go>
                ))}
              </nav>
              {items.length > 1 && (
                <label>
                  {words.site}
                  <select value={site} onChange={(event) => go(addressOf(["rules", part], { site: event.currentTarget.value }))}>
                    {items.map(({ id, name }) => (
                      <option key={id} value={id}>
                        {name || id}
                      </option>
                    ))}
                  </select>
                </label>
              )}
            </div>
            <OfSite key={site} site={site} part={part} />
          </div>
        );
      }}
    </Shown>
  );
}
