/** A piece of a letter in both its forms: `html` is safe to place, `text` is plain. */
export interface Words {
  html: string;
  text: string;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML that shows exactly it, in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => entities[char] ?? char);

/** Invisible controls, and the overrides with which a text could turn its surroundings around (UAX #9). */
const controls = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** One line, for subjects and headings. */
export const oneLine = (text: string): string => text.replace(controls, " ").replace(/ {2,}/g, " ").trim();

/**
 * The beginning of a text, at most `max` characters as people count them and never half of one.
 * Characters of many code points are bounded too: the result has at most `3 * max + 1` UTF-16 units.
 */
export function beginning(text: string, max: number): string {
  const bounded = text.slice(0, max * 3).replace(/\p{Surrogate}/gu, "");
  const cut = [...new Intl.Segmenter().segment(bounded)][max];
  if (cut) return `${bounded.slice(0, cut.index).trimEnd()}…`;
  return bounded.length < text.length ? `${bounded.trimEnd()}…` : text;
}

/**
 * A sentence of ours with values of people in it, as a tagged template. Values are escaped, and isolated so that
 * right-to-left names leave the sentence in order.
 */
export function words(sentence: TemplateStringsArray, ...values: string[]): Words {
  const clean = values.map(oneLine);
  return {
    html: sentence.reduce((html, part, i) => `${html}<bdi>${escapeHtml(clean[i - 1] ?? "")}</bdi>${part}`),
    text: sentence.reduce((text, part, i) => `${text}${clean[i - 1] ?? ""}${part}`),
  };
}

/** What a person wrote, quoted with its lines. */
export function quote(written: string): Words {
  const lines = written.split(/\r\n|[\r\n\u2028\u2029]/).map((line) => line.replace(controls, " "));
  return {
    html: `“${lines.map(escapeHtml).join("<br>")}”`,
    text: lines.map((line) => `> ${line}`).join("\n"),
  };
}
