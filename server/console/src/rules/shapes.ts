// What the calls about rules answer, and what the role of who is logged in may do with rules.

import { session } from "../api/client.ts";
import type { Judgement } from "../api/types.ts";

export type Origin = "shipped" | "folder" | "site";

export interface Rule {
  id: string;
  rev: number;
  composite: boolean;
  description: string;
  reason: string | null;
  score: number;
  action: "score" | "note" | "allow" | "hold" | "reject" | "escalate";
  group: string | null;
  mode: "on" | "shadow" | "off";
  origin: Origin;
  changed_by: Origin | null;
  file: string;
  line: number;
  when: string;
  expires: string | null;
  owner: string | null;
  added: string | null;
  tests: number;
  hits: number;
  shadow_hits: number;
  hits_30d: number;
  upheld: number;
  overturned: number;
  precision: number | null;
  last_hit: string | null;
  dead: boolean;
}

export interface Diagnostic {
  severity: "error" | "warning";
  origin: Origin;
  file: string | null;
  line: number;
  column: number;
  rule: string | null;
  message: string;
  hint: string | null;
}

export interface SiteRules {
  site: string;
  rules: string;
  version: number;
  text: string;
  in_force: boolean;
  diagnostics: Diagnostic[];
  items: Rule[];
}

export interface Check {
  loads: boolean;
  diagnostics: Diagnostic[];
  rules: number;
  tests: number;
}

interface Replayed {
  outcome: "approve" | "hold" | "reject";
  escalated: boolean;
  score: number;
}

export const changes = ["newly_caught", "no_longer_caught", "otherwise_caught"] as const;
export type Change = (typeof changes)[number];

export interface ReplaySample {
  change: Change;
  comment: string;
  article: string;
  excerpt: string;
  cut: boolean;
  judgement: Judgement;
  moderator: string | null;
  at: string;
  before: Replayed;
  after: Replayed;
  rules: string[];
}

export type ReplayReport = Record<Change, { total: number; approved: number; rejected: number }> & {
  replayed: number;
  complete: boolean;
  oldest: string | null;
  unknown: string[];
  items: ReplaySample[];
};

export interface Version {
  version: number;
  note: string | null;
  by: string;
  at: string;
  restored_from: number | null;
}

/** Drafts may be tried by who may decide, and published by who manages the site. */
export function rights(): { tries: boolean; publishes: boolean } {
  const moderator = session.get()?.moderator;
  const manages = moderator?.role === "admin" || moderator?.role === "operator";
  return { tries: moderator?.may_decide ?? false, publishes: manages };
}
