// What a view reads from the server, with the three things that may come instead: waiting, a refusal, and a
// server that has no such call.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "../api/client.ts";
import type { Page } from "../api/types.ts";
import { strings } from "../strings/index.ts";

export interface Fetched<T> {
  data: T | undefined;
  fault: Error | undefined;
  /** Asks anew; what is shown stays until the answer is there. */
  again: () => void;
}

/** Fetches `path` when it changes; null fetches nothing. */
export function useFetched<T>(path: string | null): Fetched<T> {
  const [state, setState] = useState<{ path: string | null; data?: T; fault?: Error }>({ path });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (path === null) return undefined;
    const ending = new AbortController();
    get<T>(path, ending.signal).then(
      (data) => setState({ path, data }),
      (fault: Error) => ending.signal.aborted || setState({ path, fault }),
    );
    return () => ending.abort();
  }, [path, round]);
  const here = state.path === path ? state : { data: undefined, fault: undefined };
  return { data: here.data, fault: here.fault, again: () => setRound(round + 1) };
}

/** The content once it is there; until then what came instead. */
export function Shown<T>({ of, children }: { of: Fetched<T>; children: (data: T) => ComponentChildren }) {
  const words = strings();
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.fault === undefined) return <p class="boxed muted">{words.loading}</p>;
  const unknown = of.fault instanceof Refusal && of.fault.unknownCall;
  return (
    <div class="boxed" role="alert">
      <p>{unknown ? words.not_on_this_server : of.fault.message}</p>
      {unknown ? <p class="small muted">{of.fault.message}</p> : (
        <button type="button" onClick={of.again}>
          {words.try_again}
        </button>
      )}
    </div>
  );
}

/** A list by cursor: the pages so far and the way to the next one. */
export function usePages<T>(pathOf: (cursor?: string) => string) {
  const first = pathOf();
  const fetched = useFetched<Page<T>>(first);
  const [later, setLater] = useState<{ first: string; items: T[]; cursor: string | null }>({ first: "", items: [], cursor: null });
  const [fault, setFault] = useState("");
  const continued = later.first === first && fetched.data !== undefined;
  const cursor = continued ? later.cursor : (fetched.data?.next_cursor ?? null);
  const more = async () => {
    try {
      const page = await get<Page<T>>(pathOf(cursor!));
      setLater({ first, items: [...(continued ? later.items : []), ...page.items], cursor: page.next_cursor });
    } catch (refusal) {
      setFault((refusal as Error).message);
    }
  };
  const again = () => {
    setLater({ first: "", items: [], cursor: null });
    fetched.again();
  };
  const data = fetched.data && { items: [...fetched.data.items, ...(continued ? later.items : [])], cursor, page: fetched.data };
  return { of: { ...fetched, data, again }, more: () => void more(), fault };
}

/** "Show more" under a list that has more. */
export function More({ cursor, more, fault }: { cursor: string | null; more: () => void; fault?: string }) {
  if (fault) return <p class="bar warning">{fault}</p>;
  if (cursor === null) return null;
  return (
    <p class="centred">
      <button type="button" onClick={more}>
        {strings().more}
      </button>
    </p>
  );
}
