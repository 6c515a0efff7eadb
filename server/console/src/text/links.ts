// Where the addresses in a text really lead. Nothing of it becomes a link: the host is shown as the
// resolver would get it (punycode), and nothing is fetched.

const address = /\b(?:https?|ftp):\/\/[^\s<>"'`]+|\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"'`]+/giu;
const most = 12;

export interface LinkShown {
  written: string;
  /** Host as it is resolved; empty when the address cannot be read. */
  host: string;
}

/** At most 12, in order of first appearance, one a host. */
export function linksOf(text: string): LinkShown[] {
  const seen = new Map<string, LinkShown>();
  for (const [written] of text.matchAll(address)) {
    const host = hostOf(written);
    if (!seen.has(host)) seen.set(host, { written, host });
    if (seen.size === most) break;
  }
  return [...seen.values()];
}

function hostOf(written: string): string {
  try {
    return new URL(written).host;
  } catch {
    return "";
  }
}

/** The address if it may become a link: http or https, without a user name; else undefined. */
export function safeAddress(written: string | undefined): string | undefined {
  if (!written || !/^https?:\/\//i.test(written)) return undefined;
  try {
    const url = new URL(written);
    const web = url.protocol === "http:" || url.protocol === "https:";
    return web && url.username === "" && url.password === "" ? url.href : undefined;
  } catch {
    return undefined;
  }
}
