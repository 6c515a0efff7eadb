// Erasing everything that is held of an author: first how much that is, then a second button. It cannot be
// taken back, so it is the one act of the console that asks.

import { useState } from "preact/hooks";
import { call } from "../api/client.ts";
import { strings } from "../strings/index.ts";
import { announce, complain } from "./announce.ts";
import { count } from "./format.ts";

interface Erasure {
  erasure: string | null;
  finished_at: string | null;
  comments: number;
  lessons: number;
  reports: number;
}

export function ErasePerson({ site, author, done }: { site: string; author: string; done: () => void }) {
  const words = strings();
  const [found, setFound] = useState<number | undefined>();
  const send = async (dry_run: boolean) => {
    try {
      const reply = await call<Erasure>("POST", "/v1/erasures", { body: { site, author, dry_run } });
      if (dry_run) return setFound(reply.comments);
      setFound(undefined);
      announce(reply.finished_at ? words.erased(count(reply.comments), count(reply.lessons)) : words.erasure_goes_on);
      done();
    } catch (refusal) {
      complain(refusal);
    }
  };
  return (
    <section class="boxed">
      <h2>{words.privacy}</h2>
      <button type="button" class="plain" onClick={() => void send(true)}>
        {words.erase_person} …
      </button>
      {found !== undefined && (
        <p class="bar warning">
          {words.would_erase(count(found))}{" "}
          <button type="button" onClick={() => void send(false)}>
            {words.erase_for_good}
          </button>{" "}
          <button type="button" class="plain" onClick={() => setFound(undefined)}>
            {words.cancel}
          </button>
        </p>
      )}
    </section>
  );
}
