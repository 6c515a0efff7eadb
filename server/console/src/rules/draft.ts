// The draft of a site's own rules: kept while other views are shown, checked by the server a moment after the
// last key.

import { useEffect, useState } from "preact/hooks";
import { call, Refusal } from "../api/client.ts";
import type { Check, SiteRules } from "./shapes.ts";

/** By site: the text, and the edition that it was begun on. */
const drafts = new Map<string, { text: string; version: number }>();

/** The server compiles the whole set, which takes about a second. */
const pause = 700;

export interface Draft {
  text: string;
  /** The edition that it stands on. */
  version: number;
  changed: boolean;
  write: (text: string) => void;
  /** Throws the draft away; or goes on with it on top of another edition. */
  drop: () => void;
  rebase: (version: number) => void;
}

export function useDraft({ site, text, version }: SiteRules): Draft {
  const [, again] = useState(0);
  const kept = drafts.get(site) ?? { text, version };
  const keep = (draft: { text: string; version: number } | undefined) => {
    if (draft) drafts.set(site, draft);
    else drafts.delete(site);
    again((times) => times + 1);
  };
  return {
    ...kept,
    changed: kept.text !== text,
    write: (written) => keep(written === text && kept.version === version ? undefined : { ...kept, text: written }),
    drop: () => keep(undefined),
    rebase: (onto) => keep({ ...kept, version: onto }),
  };
}

/** What the server says of the text; undefined while it is being asked. */
export function useCheck(site: string, text: string, wanted: boolean): { check?: Check; fault?: Error } {
  const [state, setState] = useState<{ text: string; check?: Check; fault?: Error }>({ text: "" });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!wanted) return undefined;
    const ending = new AbortController();
    const ask = () =>
      call<Check>("POST", "/v1/rules/check", { body: { site, text }, signal: ending.signal }).then(
        (check) => setState({ text, check }),
        (fault: Error) => {
          if (ending.signal.aborted) return;
          // Others have drafts compiled just now.
          if (fault instanceof Refusal && fault.status === 503) setRound(round + 1);
          else setState({ text, fault });
        },
      );
    const timer = setTimeout(() => void ask(), pause);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [site, text, wanted, round]);
  if (state.text !== text) return {};
  return { ...(state.check && { check: state.check }), ...(state.fault && { fault: state.fault }) };
}
