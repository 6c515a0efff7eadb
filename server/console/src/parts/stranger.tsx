// What strangers wrote, on the page: text nodes only, isolated from the direction of what stands around it,
// hidden characters as tags, links as words.

import type { ComponentChildren } from "preact";
import { Fragment } from "preact";
import type { Signal } from "../api/types.ts";
import { strings } from "../strings/index.ts";
import { showHidden } from "../text/hidden.ts";
import { safeAddress } from "../text/links.ts";
import { pieces } from "../text/marks.ts";

function tagged(text: string): ComponentChildren {
  return showHidden(text).map((part, index) =>
    part.tag ? (
      <span key={index} class="hidden-char" data-tag={part.tag} title={strings().hidden_character(part.tag)}>
        {part.text}
      </span>
    ) : (
      <Fragment key={index}>{part.text}</Fragment>
    ),
  );
}

/** A short field of a stranger: a name, a title, a note. */
export function Stranger({ text, or = "" }: { text: string | null | undefined; or?: string }) {
  return <bdi class="stranger">{text ? tagged(text) : or}</bdi>;
}

/** A comment's text with its evidence marked. */
export function MarkedText({ text, signals = [], field }: { text: string; signals?: Signal[]; field?: string }) {
  return (
    <>
      {pieces(text, signals, field).map((piece, index) =>
        piece.names.length > 0 ? (
          <mark key={index} class={piece.kind} title={piece.names.join(", ")}>
            {tagged(piece.text)}
          </mark>
        ) : (
          <Fragment key={index}>{tagged(piece.text)}</Fragment>
        ),
      )}
    </>
  );
}

/** A link to a site's own page; anything but a plain web address stays words. */
export function Outward({ url, children }: { url: string | undefined; children: ComponentChildren }) {
  const address = safeAddress(url);
  if (!address) return <>{children}</>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow ugc" title={new URL(address).host}>
      {children}
    </a>
  );
}
