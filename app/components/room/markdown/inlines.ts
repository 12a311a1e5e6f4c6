import { splitLinks } from "./link-parts.ts";

/** A stretch within a line. Addresses are http(s) or mailto alone. */
export type Inline =
  | { type: "text"; text: string }
  | { type: "code"; text: string }
  | { type: "strong" | "em"; children: Inline[] }
  | { type: "link"; href: string; children: Inline[] };

/** Marks within marks, at most so deep; further ones stay as they were typed. */
const MAX_DEPTH = 6;

const special = /[\\`*_[]|https?:\/\//gi;
const escapable = /[\\`*_[\]()#>.!~-]/;
const wordish = /[\p{L}\p{N}]/u;

/** Reads the marks of one paragraph. What opens and never closes is text, so nothing that was typed is lost. */
export function parseInlines(source: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  /** Marks without an end: looked for once, so that ten thousand of them cost no more than one. */
  const endless = new Set<string>();
  let text = "";
  let at = 0;
  const push = (inline: Inline, end: number) => {
    if (text) found.push(...words(text));
    text = "";
    found.push(inline);
    at = end;
  };
  while (at < source.length) {
    special.lastIndex = at;
    const next = special.exec(source)?.index ?? source.length;
    text += source.slice(at, next);
    at = next;
    if (at >= source.length) break;
    const escaped = source[at + 1];
    if (source[at] === "\\" && escaped && escapable.test(escaped)) {
      // on its own, so that no address is read across it
      push({ type: "text", text: escaped }, at + 2);
      continue;
    }
    const read = readAt(source, at, depth, endless);
    if (read) push(read.inline, read.end);
    else {
      const plain = /^https?:\/\/[^\s<>"'`]*/i.exec(source.slice(at, at + 2_000))?.[0] ?? source.charAt(at);
      text += plain;
      at += plain.length;
    }
  }
  if (text) found.push(...words(text));
  return joined(found);
}

type Read = { inline: Inline; end: number } | null;

function readAt(source: string, at: number, depth: number, endless: Set<string>): Read {
  const mark = source.charAt(at);
  if (mark === "`") return readCode(source, at, endless);
  if (depth >= MAX_DEPTH) return null;
  if (mark === "[") return readLink(source, at, depth, endless);
  if (source.startsWith("**", at)) return readMarked(source, at, "**", "strong", depth, endless);
  if (mark === "*" || mark === "_") return readMarked(source, at, mark, "em", depth, endless);
  return null;
}

function readCode(source: string, at: number, endless: Set<string>): Read {
  let fence = "`";
  while (source[at + fence.length] === "`") fence += "`";
  const from = at + fence.length;
  const end = endless.has(fence) ? -1 : source.indexOf(fence, from);
  if (end < 0) {
    endless.add(fence);
    return { inline: { type: "text", text: fence }, end: from };
  }
  const text = source.slice(from, end).replace(/^ (?=.)|(?<=.) $/g, "");
  return text ? { inline: { type: "code", text }, end: end + fence.length } : null;
}

function readMarked(
  source: string,
  at: number,
  mark: string,
  type: "strong" | "em",
  depth: number,
  endless: Set<string>,
): Read {
  if (endless.has(mark)) return null;
  // snake_case and 2*3*4 are words
  if (mark !== "**" && wordish.test(source[at - 1] ?? "")) return null;
  const from = at + mark.length;
  if (!source[from] || /[\s*_]/.test(source[from] ?? "")) return null;
  for (let end = source.indexOf(mark, from + 1); end > 0; end = source.indexOf(mark, end + 1)) {
    const after = source[end + mark.length] ?? "";
    if (/\s/.test(source[end - 1] ?? "")) continue;
    if (mark === "*" && (after === "*" || source[end - 1] === "*")) continue;
    if (mark === "_" && wordish.test(after)) continue;
    const children = parseInlines(source.slice(from, end), depth + 1);
    return { inline: { type, children }, end: end + mark.length };
  }
  endless.add(mark);
  return null;
}

function readLink(source: string, at: number, depth: number, endless: Set<string>): Read {
  if (endless.has("](")) return null;
  const middle = source.indexOf("](", at);
  if (middle < 0) {
    endless.add("](");
    return null;
  }
  const inner = source.slice(at + 1, middle);
  const end = source.indexOf(")", middle);
  if (end < 0 || inner.trim() === "" || /[[\n]/.test(inner)) return null;
  const href = safeHref(source.slice(middle + 2, end).trim());
  if (!href) return null;
  // a link within a link would lead elsewhere than it says
  const children = withoutLinks(parseInlines(inner, depth + 1));
  return { inline: { type: "link", href, children }, end: end + 1 };
}

/** The address of a link, or null for one that is not http(s) or mailto: no scheme that runs code passes. */
export function safeHref(address: string): string | null {
  if (!/^(?:https?:\/\/|mailto:)/i.test(address) || /[\s<>"'`]/.test(address)) return null;
  return URL.canParse(address) ? new URL(address).href : null;
}

const words = (text: string): Inline[] =>
  splitLinks(text).map((part) =>
    part.href
      ? { type: "link", href: part.href, children: [{ type: "text", text: part.text }] }
      : { type: "text", text: part.text },
  );

const withoutLinks = (inlines: Inline[]): Inline[] =>
  joined(
    inlines.flatMap((one): Inline[] => {
      if (one.type === "link") return withoutLinks(one.children);
      return "children" in one ? [{ ...one, children: withoutLinks(one.children) }] : [one];
    }),
  );

/** Neighbouring words as one. */
function joined(inlines: Inline[]): Inline[] {
  const out: Inline[] = [];
  for (const one of inlines) {
    const last = out.at(-1);
    if (one.type === "text" && last?.type === "text")
      out[out.length - 1] = { type: "text", text: last.text + one.text };
    else out.push(one);
  }
  return out;
}
