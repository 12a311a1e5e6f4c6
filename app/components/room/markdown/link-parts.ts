/** A stretch of a message: words, or an address that one may follow. */
export type TextPart = { text: string; href?: string };

const address = /\bhttps?:\/\/[^\s<>"'`]+/gi;
/** Marks that close a sentence around an address rather than belong to it. */
const closing = /[.,;:!?…»”’\])}]+$/;

/**
 * Splits a message into words and http(s) addresses. Nothing else becomes a link: no scheme that runs code,
 * no HTML, no guessing at bare domains.
 */
export function splitLinks(body: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of body.matchAll(address)) {
    const text = withoutClosing(match[0]);
    if (!URL.canParse(text)) continue;
    if (match.index > from) parts.push({ text: body.slice(from, match.index) });
    parts.push({ text, href: new URL(text).href });
    from = match.index + text.length;
  }
  if (from < body.length) parts.push({ text: body.slice(from) });
  return parts;
}

/** A bracket stays where the address opened it: …/wiki/Line_(geometry). */
function withoutClosing(text: string): string {
  const tail = closing.exec(text)?.[0] ?? "";
  const bare = text.slice(0, text.length - tail.length);
  return tail.startsWith(")") && bare.includes("(") ? `${bare})` : bare;
}
