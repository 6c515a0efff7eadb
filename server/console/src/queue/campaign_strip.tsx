// Campaigns that wait, above the list: many alike are better decided as one.

import type { Campaign, Page } from "../api/types.ts";
import { useFetched } from "../parts/fetched.tsx";
import { Stranger } from "../parts/stranger.tsx";
import { addressOf, Go } from "../router.tsx";
import { strings } from "../strings/index.ts";

const shown = 3;
/** Fewer than these are as quickly decided one by one. */
const worthwhile = 3;

/** Nothing when there are none, or when the server knows no campaigns. */
export function CampaignStrip() {
  const words = strings();
  const { data } = useFetched<Page<Campaign>>("/v1/campaigns?state=waiting&limit=20");
  const campaigns = (data?.items ?? []).filter(({ open }) => open >= worthwhile).slice(0, shown);
  if (campaigns.length === 0) return null;
  return (
    <ul class="campaign-strip">
      {campaigns.map(({ id, open, sample }) => (
        <li key={id}>
          <Go to={addressOf(["campaigns", id])}>
            <b>{words.members(open)}</b>{" "}
            <span class="excerpt" dir="auto">
              <Stranger text={sample.text.slice(0, 120)} />
            </span>
          </Go>
        </li>
      ))}
    </ul>
  );
}
