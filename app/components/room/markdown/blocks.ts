import { type Inline, parseInlines } from "./inlines.ts";

/** What a message is made of, one under the other. */
export type Block =
  | { type: "paragraph"; children: Inline[] }
  | { type: "code"; text: string }
  | { type: "quote"; blocks: Block[] }
  | { type: "list"; start: number | null; items: Inline[][] };

/** Quotes within quotes, at most so deep. */
const MAX_QUOTES = 3;

/** With a language after it, or nothing: what else stands there is words of the message. */
const fence = /^ {0,3}(```+|~~~+) *[a-z][\w+#.-]{0,19}? *$|^ {0,3}(```+|~~~+) *$/i;
const quoted = /^ {0,3}> ?/;
const item = /^ {0,3}(?:[-*+]|(\d{1,3})[.)]) +(?=\S)/;

/**
 * Reads the Markdown that messages may hold: paragraphs with their line breaks, fenced code, quotes, flat lists, and
 * the marks of inlines.ts. Headings, tables, pictures and HTML are what was typed. One pass over the lines.
 */
export function parseBlocks(body: string, depth = 0): Block[] {
  const lines = body.split(/\r\n?|\n/);
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const open = at + 1 < lines.length ? openOf(line) : null;
    const from = at;
    at += 1;
    if (open) {
      while (at < lines.length && !closes(lines[at] ?? "", open)) at += 1;
      blocks.push({ type: "code", text: lines.slice(from + 1, at).join("\n") });
      at += 1;
      continue;
    }
    const kind = kindOf(line, depth);
    if (!kind) continue;
    while (at < lines.length && goesOn(kind, lines[at] ?? "", depth)) at += 1;
    blocks.push(blockOf(kind, lines.slice(from, at), depth));
  }
  return blocks;
}

type Kind = "quote" | "list" | "numbers" | "paragraph";

/** Null: a blank line, which ends what stands before it. */
function kindOf(line: string, depth: number): Kind | null {
  if (line.trim() === "") return null;
  if (quoted.test(line) && depth < MAX_QUOTES) return "quote";
  const listed = item.exec(line);
  if (listed) return listed[1] === undefined ? "list" : "numbers";
  return "paragraph";
}

function goesOn(kind: Kind, line: string, depth: number): boolean {
  if (fence.test(line)) return false;
  const next = kindOf(line, depth);
  if (next === kind) return true;
  // an indented line belongs to the item above it
  return (kind === "list" || kind === "numbers") && next === "paragraph" && /^\s{2,}\S/.test(line);
}

/** The fence that a line opens a block of code with, or null. */
function openOf(line: string): string | null {
  const opened = fence.exec(line);
  return opened?.[1] ?? opened?.[2] ?? null;
}

const closes = (line: string, open: string) =>
  line.trim().startsWith(open) && /^([`~])\1*$/.test(line.trim());

function blockOf(kind: Kind, lines: string[], depth: number): Block {
  if (kind === "paragraph") return { type: "paragraph", children: parseInlines(lines.join("\n")) };
  if (kind === "quote") {
    const inner = lines.map((line) => line.replace(quoted, "")).join("\n");
    return { type: "quote", blocks: parseBlocks(inner, depth + 1) };
  }
  const items: string[] = [];
  for (const line of lines) {
    if (item.test(line)) items.push(line.replace(item, ""));
    else items[items.length - 1] += `\n${line.trim()}`;
  }
  const start = kind === "numbers" ? Number(item.exec(lines[0] ?? "")?.[1] ?? 1) : null;
  return { type: "list", start, items: items.map((one) => parseInlines(one)) };
}
