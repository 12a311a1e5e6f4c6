import type { StoredLetter } from "./mailbox.ts";

const escaped = (words: string): string => words.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

const frame = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
li { margin: 0 0 1rem; } ol { list-style: none; padding: 0; }
iframe { width: 100%; height: 32rem; border: 1px solid #888; background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
small { opacity: .75; }
</style>
</head>
<body>${body}</body>
</html>`;

const when = (letter: StoredLetter): string => `<time>${escaped(letter.created_at)}</time>`;

/** All letters, newest first. */
export function mailboxPage(letters: StoredLetter[]): string {
  const items = letters.map(
    (letter) => `<li>
<a href="/dev/mailbox/${letter.id}">${escaped(letter.subject)}</a><br>
<small>to ${escaped(letter.to.join(", "))}, ${when(letter)}</small>
</li>`,
  );
  const list = items.length > 0 ? `<ol>${items.join("")}</ol>` : "<p>No letter has been sent yet.</p>";
  return frame("Mailbox", `<h1>Mailbox</h1><p>Letters that this machine would have sent.</p>${list}`);
}

/** One letter: its page in a sandbox without scripts, and its text. Links open in a tab of their own. */
export function messagePage(letter: StoredLetter): string {
  const html = `<base target="_blank">${letter.html ?? ""}`;
  return frame(
    letter.subject,
    `<p><a href="/dev/mailbox">Mailbox</a></p>
<h1>${escaped(letter.subject)}</h1>
<p><small>from ${escaped(letter.from)} to ${escaped(letter.to.join(", "))}, ${when(letter)}</small></p>
<iframe title="The letter" sandbox="allow-popups allow-popups-to-escaped-sandbox" srcdoc="${escaped(html)}"></iframe>
<h2>As text</h2>
<pre>${escaped(letter.text ?? "")}</pre>`,
  );
}
