import fc from "fast-check";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { MessageText } from "../message-text.tsx";

/** A message as it reaches the page, without the element around it. */
const drawn = (body: string) =>
  renderToStaticMarkup(createElement(MessageText, { body })).replace(/^<div[^>]*>|<\/div>$/g, "");

const link = (href: string, words: string) =>
  `<a href="${href}" target="_blank" rel="noopener noreferrer nofollow ugc">${words}</a>`;

test.each([
  [
    "bold and italic",
    "**strong** *soft* _soft_",
    '<p dir="auto"><strong>strong</strong> <em>soft</em> <em>soft</em></p>',
  ],
  ["marks within marks", "**all *of* it**", '<p dir="auto"><strong>all <em>of</em> it</strong></p>'],
  [
    "code, in which nothing is a mark",
    "run `a **b** <c>`",
    '<p dir="auto">run <code>a **b** &lt;c&gt;</code></p>',
  ],
  ["code that holds a backtick", "``a ` b``", '<p dir="auto"><code>a ` b</code></p>'],
  [
    "a block of code, as it was typed",
    "```sql\nselect *\n  from x\n```\nafter",
    '<pre tabindex="0" role="group" aria-label="Code"><code>select *\n  from x</code></pre><p dir="auto">after</p>',
  ],
  [
    "a block that is not closed",
    "~~~\nall the rest",
    '<pre tabindex="0" role="group" aria-label="Code"><code>all the rest</code></pre>',
  ],
  [
    "a quote with a list in it",
    "> said\n> - once\nanswered",
    '<blockquote><p dir="auto">said</p><ul><li dir="auto">once</li></ul></blockquote><p dir="auto">answered</p>',
  ],
  [
    "a list whose item goes on",
    "- one\n  more\n- **two**",
    '<ul><li dir="auto">one\nmore</li><li dir="auto"><strong>two</strong></li></ul>',
  ],
  [
    "a numbered list from where it starts",
    "3. three\n4. four",
    '<ol start="3"><li dir="auto">three</li><li dir="auto">four</li></ol>',
  ],
  [
    "line breaks, and a blank line between paragraphs",
    "a\nb\n\n\nc",
    '<p dir="auto">a\nb</p><p dir="auto">c</p>',
  ],
  [
    "a link with words",
    "see [the *plan*](https://example.org/a)",
    `<p dir="auto">see ${link("https://example.org/a", "the <em>plan</em>")}</p>`,
  ],
  [
    "an address with marks in it",
    "https://example.org/a_b_c*d*",
    `<p dir="auto">${link("https://example.org/a_b_c*d*", "https://example.org/a_b_c*d*")}</p>`,
  ],
  [
    "a mail address that is a link",
    "[write](mailto:a@example.org)",
    `<p dir="auto">${link("mailto:a@example.org", "write")}</p>`,
  ],
  ["a mark that is meant as it stands", "\\*not soft\\*", '<p dir="auto">*not soft*</p>'],
])("draws %s", (_, body, html) => {
  expect(drawn(body)).toBe(html);
});

test.each([
  "snake_case_name and 2*3*4",
  "a * b * c",
  "** not bold **",
  "**open",
  "`open",
  "[no link](javascript:alert(1))",
  "[no link](data:text/html,x)",
  "[no link](JaVaScRiPt:alert(1))",
  "[no link]( java\tscript:alert(1))",
  "[no link](vbscript:x)",
  "[no link](//example.org)",
  "[](https://)",
  "![picture](x)",
  "# no heading",
  "-no list",
])("leaves %j as it was typed", (body) => {
  expect(drawn(body)).toBe(`<p dir="auto">${body}</p>`);
});

test.each([
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)">',
  '[a](https://x.example/"onmouseover="alert(1))',
  "[<svg onload=alert(1)>](https://x.example)",
  "**<iframe src=javascript:alert(1)>**",
  "`</code><script>`",
  "```\n</pre><script>alert(1)</script>\n```",
  "> <a href=javascript:x>y</a>",
])("never makes an element of %j", (body) => {
  expect(drawn(body)).not.toMatch(/<(?:script|img|svg|iframe)|<a href="javascript|<[a-z]+[^>]* on\w+=/i);
});

test("a link in a link stays one, so that none leads elsewhere than it says", () => {
  expect(drawn("[https://bank.example](https://thief.example)")).toBe(
    `<p dir="auto">${link("https://thief.example/", "https://bank.example")}</p>`,
  );
});

test("whatever is typed: the only elements are the known ones, every link is http(s) or mailto, and no word is lost", () => {
  const piece = fc.constantFrom(
    ...'** * _ ` ``` > - 1. [ ] ( ) \\ < > & " \n a_b word! https://x.example/a javascript:alert(1) mailto:a@b.c <b>'.split(
      / (?!$)/,
    ),
    "\n",
    " ",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const html = drawn(pieces.join(""));
      const tags = [...html.matchAll(/<\/?([a-z]+)/g)].map(([, name]) => name ?? "");
      const known = new Set(["p", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a"]);
      expect(tags.filter((name) => !known.has(name))).toEqual([]);
      for (const [, href] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^(https?:\/\/|mailto:)/);
      const count = (text: string) => text.split("word!").length;
      expect(count(html.replace(/<[^>]+>/g, ""))).toBe(count(pieces.join("")));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["opening marks", "**a ".repeat(2_000)],
  ["stars", "*".repeat(8_000)],
  ["single marks", "*a ".repeat(2_600)],
  ["brackets", "[".repeat(8_000)],
  ["half links", "[a](".repeat(2_000)],
  ["ticks", "`a``b```c".repeat(880)],
  ["ticks of growing length", Array.from({ length: 120 }, (_, i) => "`".repeat(i + 1)).join(" ")],
  ["quotes in quotes", ">".repeat(8_000)],
  ["marks in marks", `${"**_".repeat(1_300)}x${"_**".repeat(1_300)}`],
  ["addresses", "https://a.b/".repeat(660)],
  ["underscores between words", "a_".repeat(4_000)],
])("reads 8,000 characters of %s in no time", (_, body) => {
  const before = performance.now();
  drawn(body);
  expect(performance.now() - before).toBeLessThan(300);
});
