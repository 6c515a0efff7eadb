// The shapes of the native API that the console reads (server/api/openapi.yaml). Members that older
// servers do not send are optional.

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  request_id?: string;
  errors?: { pointer: string; message: string }[];
}

export type Role = "viewer" | "moderator" | "admin" | "operator";

export interface Session {
  moderator: { id: string; login: string; role: Role; sites: string[]; may_decide: boolean; second_factor?: boolean };
  csrf_token: string;
}

/** The ways to log in; `oidc` is null when no provider is set up. */
export interface LogInMethods {
  password: boolean;
  oidc: { name: string; available: boolean } | null;
}

export type Judgement = "approve" | "reject" | "escalate";
export type Status = "published" | "held" | "rejected" | "withdrawn";

/** Bytes of UTF-8 within the field as sent. */
export interface Span {
  field: string;
  begin: number;
  end: number;
}

export interface Term {
  term: string;
  weight: number;
  spans?: Span[];
}

export interface Signal {
  name: string;
  rev: number;
  source: "rule" | "composite" | "detector" | "classifier" | "policy";
  reason: string;
  weight: number;
  action?: "note" | "allow" | "hold" | "reject" | "escalate";
  shadow?: boolean;
  group?: string;
  explanation?: string;
  probability?: number;
  spans?: Span[];
  terms?: Term[];
  neutralised?: { term: string; from: number; to: number; why: string }[];
}

export interface Reason {
  code: string;
  score?: number;
  text: string;
}

export interface Verdict {
  outcome: "approve" | "hold" | "reject";
  escalated: boolean;
  discard: boolean;
  score?: number;
  classifier?: Record<string, number>;
  reasons: Reason[];
  signals?: Signal[];
  provenance: { rules: string; model: string; policy: string };
}

export interface Claim {
  moderator: string;
  mine: boolean;
  until: string;
}

export interface QueuedComment {
  id: string;
  site: string;
  external_id: string | null;
  version: number;
  revision: number;
  status: Status;
  escalated: boolean;
  text: string;
  language: string | null;
  /** `id` is that of the author's page. */
  author: { name: string; url: string; verified: boolean; id?: string | null };
  article: { id: string; title: string; url: string };
  created_at: string;
  updated_at: string;
}

export interface QueueItem {
  comment: QueuedComment;
  verdict: Verdict;
  claim?: Claim | null;
  assigned_to?: string | null;
  /** Moderators who left it to somebody else. */
  skips?: number;
  /** Open reports of readers. */
  reports?: Report[];
  appeal?: Appeal;
}

export interface Report {
  reason: string;
  reporter: string;
  note: string | null;
  at: string;
  /** 0 to 1: how often moderators agreed with this reader. */
  weight: number;
}

export interface Appeal {
  comment: string;
  text: string;
  at: string;
  against: { by: "engine" | "moderator" | "system"; moderator: string | null; reason: string | null };
  outcome: "granted" | "denied" | null;
}

export interface QueuePage {
  items: QueueItem[];
  next_cursor: string | null;
  /** Items that match over all pages; null where only a walk through the queue could tell. */
  total: number | null;
  escalated: number | null;
  /** false: time was up before the page was full. */
  complete?: boolean;
}

export interface QueueCounts {
  total: number;
  escalated: number;
  reported: number;
  appealed: number;
  skipped: number;
  mine: number;
  assigned: number;
  reasons: Record<string, number>;
}

/** Data of one server-sent event. */
export interface LiveEvent {
  comment: string;
  site: string;
  at: string;
  kind?: string;
  status?: Status;
  escalated?: boolean;
  version?: number;
  decision?: string;
  moderator?: string;
  mine?: boolean;
  until?: string;
}

export interface DecisionRecord {
  id: string;
  comment: string;
  /** Only a decision judges; the others tell what was done. */
  act?: "decision" | "edit" | "withdrawal" | "report" | "appeal";
  by: "engine" | "moderator" | "author" | "system";
  moderator: string | null;
  judgement: Judgement;
  reason: string | null;
  note: string | null;
  from: Status;
  to: Status;
  at: string;
  undone_at: string | null;
}

export interface ItemResult {
  comment?: string;
  status: "ok" | "error";
  version?: number;
  comment_status?: Status;
  escalated?: boolean;
  trained?: boolean;
  problem?: Problem;
  standing?: DecisionRecord;
  claim?: Claim;
}

export interface DecidedReply {
  decision: string;
  results: ItemResult[];
}

export interface Note {
  id: string;
  about: "comment" | "author";
  moderator: string;
  text: string;
  at: string;
}

export interface ThreadComment {
  id: string;
  external_id: string | null;
  status: Status;
  escalated: boolean;
  author_name: string;
  text: string;
  created_at: string;
}

export interface ReviewCard {
  comment: QueuedComment;
  verdict: Verdict;
  claim: Claim | null;
  assigned_to: string | null;
  skips: number;
  hidden: { field: string; begin: number; end: number; code_point: string; kind: string }[];
  thread: { above: ThreadComment[]; below: ThreadComment[]; more_below: boolean };
  author: {
    known: boolean;
    published: number;
    rejected: number;
    held: number;
    first_seen_at: string | null;
    recent: ThreadComment[];
  };
  similar: { comment: ThreadComment; similarity: number; decision: DecisionRecord }[];
  decisions: DecisionRecord[];
  notes: Note[];
  campaign?: Campaign;
  reports?: Report[];
  appeal?: Appeal;
}

export interface Campaign {
  id: string;
  site: string;
  first_seen_at: string;
  last_seen_at: string;
  members: number;
  open: number;
  published: number;
  articles: number;
  authors: number;
  sample: { comment: string; text: string; author_name: string };
  decision: { id: string; judgement: Judgement; reason: string | null; moderator: string; at: string } | null;
}

export interface CampaignMember {
  comment: string;
  version: number;
  status: Status;
  escalated: boolean;
  text: string;
  author_name: string;
  article: { id: string; title: string; url: string };
  joined_by: "text" | "host" | "author";
  created_at: string;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
