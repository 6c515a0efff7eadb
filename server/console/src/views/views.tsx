// The views of the console, in the order of the navigation.

import type { ComponentType } from "preact";
import type { Role } from "../api/types.ts";
import { QueueView } from "../queue/queue_view.tsx";
import type { Strings } from "../strings/en.ts";
import { ArticlesView } from "./articles.tsx";
import { AuthorView } from "./author.tsx";
import { CampaignsView } from "./campaigns.tsx";
import { CommentView } from "./comment.tsx";
import { InsightView } from "./insight.tsx";
import { RulesView } from "../rules/rules_view.tsx";
import { SettingsView } from "../settings/settings_view.tsx";
import { HistoryView } from "./history.tsx";

export interface View {
  /** First segment of the address. */
  name: string;
  title: (words: Strings) => string;
  Show: ComponentType<{ path: string[] }>;
  /** Whether the navigation offers it to a role; without it the view is only reached by links. */
  inNavigation?: (role: Role) => boolean;
}

const everybody = () => true;

export const views: View[] = [
  { name: "queue", title: (words) => words.view_queue, Show: QueueView, inNavigation: everybody },
  { name: "campaigns", title: (words) => words.view_campaigns, Show: CampaignsView, inNavigation: everybody },
  { name: "history", title: (words) => words.view_history, Show: HistoryView, inNavigation: everybody },
  { name: "articles", title: (words) => words.view_articles, Show: ArticlesView, inNavigation: everybody },
  { name: "rules", title: (words) => words.view_rules, Show: RulesView, inNavigation: everybody },
  { name: "insight", title: (words) => words.view_insight, Show: InsightView, inNavigation: everybody },
  { name: "settings", title: (words) => words.view_settings, Show: SettingsView, inNavigation: everybody },
  { name: "comments", title: (words) => words.view_comment, Show: CommentView },
  { name: "authors", title: (words) => words.author, Show: AuthorView },
];
