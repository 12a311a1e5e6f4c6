import { beginning, escapeHtml, oneLine, type Words } from "./words.ts";

export type Block = { kind: "words" | "quote" | "note"; content: Words };

export interface Letter {
  subject: string;
  /** What mail programs show beside the subject. */
  preview: string;
  heading: Words;
  blocks: Block[];
  action: { label: string; url: string };
  /** Why the person gets this. */
  footer: string;
  /** Where one ends letters of this kind; without it for what an account can't do without. */
  unsubscribeUrl?: string | null;
}

const font = "Overpass,Arial,sans-serif";

/** Mail programs know neither variables nor sheets of their own: the colours of the product's tokens, written out. */
const style = {
  words: `margin:16px 0 0;color:#12261f;font:400 17px/26px ${font}`,
  quote: `margin:16px 0 0;color:#12261f;font:500 19px/28px ${font}`,
  note: `margin:16px 0 0;color:#384d45;font:400 17px/26px ${font}`,
} as const;

const dark = `@media (prefers-color-scheme: dark) {
  .g { background: #163026 !important; } .i { color: #ecf2ed !important; } .s { color: #c7d5cb !important; }
  .b { background: #a8e1be !important; color: #0b271d !important; } .l { border-color: #a8e1be !important; }
}`;

/** A letter as a mail: HTML that brings everything with it, and the same in plain text. */
export function renderLetter(letter: Letter): { subject: string; html: string; text: string } {
  const subject = beginning(oneLine(letter.subject), 150);
  return { subject, html: toHtml(letter, subject), text: toText(letter) };
}

function toHtml(
  { preview, heading, blocks, action, footer, unsubscribeUrl }: Letter,
  subject: string,
): string {
  const body = blocks
    .map(({ kind, content }) => {
      const tone = kind === "note" ? "s" : "i";
      return `<p class="${tone}" dir="auto" style="${style[kind]}">${content.html}</p>`;
    })
    .join("\n          ");
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="supported-color-schemes" content="light dark">
  <title>${escapeHtml(subject)}</title>
  <style>${dark}</style>
</head>
<body class="g" style="margin:0;background:#f4f9f7">
  <div style="display:none;max-height:0;overflow:hidden">${escapeHtml(oneLine(preview))}</div>
  <main>
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="g" style="background:#f4f9f7">
    <tr><td style="background:#005639;padding:16px 24px;color:#f8fdfa;font:800 20px/32px ${font}">ATAS</td></tr>
    <tr><td style="padding:0 24px">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px">
        <tr><td class="l" style="border-left:6px solid #005639;padding:32px 0 8px 26px">
          <h1 class="i" style="margin:0;color:#12261f;font:700 28px/36px ${font}">${heading.html}</h1>
          ${body}
        </td></tr>
        <tr><td class="l" style="border-left:6px solid #005639;padding:16px 0 32px 26px">
          <a class="b" href="${escapeHtml(action.url)}" style="display:inline-block;background:#005639;color:#f8fdfa;font:700 17px/24px ${font};text-decoration:none;padding:12px 20px;border-radius:2px">${escapeHtml(action.label)}</a>
        </td></tr>
        <tr><td style="padding:24px 0 40px">
          <p class="s" style="margin:0;color:#384d45;font:400 15px/22px ${font}">${escapeHtml(footer)}${unsubscribeUrl ? unsubscribeLink(unsubscribeUrl) : ""}</p>
        </td></tr>
      </table>
    </td></tr>
  </table>
  </main>
</body>
</html>
`;
}

const unsubscribeLink = (url: string): string =>
  ` <a class="s" href="${escapeHtml(url)}" style="color:#384d45">No more letters like this</a>`;

function toText({ heading, blocks, action, footer, unsubscribeUrl }: Letter): string {
  const paragraphs = [heading.text, ...blocks.map(({ content }) => content.text)];
  const end = unsubscribeUrl ? `${footer}\nNo more letters like this: ${unsubscribeUrl}` : footer;
  return `${[...paragraphs, `${action.label}: ${action.url}`, `-- \n${end}`].join("\n\n")}\n`;
}
