import { describe, expect, it } from "vitest";
import { dayInWords } from "./day-in-words.ts";
import { renderLetter } from "./render-letter.ts";
import { beginning, escapeHtml, oneLine, quote, words } from "./words.ts";

describe("words of a letter", () => {
  it("escapes what people wrote and isolates it", () => {
    const name = `<img src=x onerror="alert('1')"> & co`;
    expect(words`Hello ${name}, welcome`).toEqual({
      html: "Hello <bdi>&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co</bdi>, welcome",
      text: `Hello ${name}, welcome`,
    });
    expect(escapeHtml("a</bdi><script>")).toBe("a&lt;/bdi&gt;&lt;script&gt;");
  });

  it("keeps right-to-left names and emoji, and drops what would turn the line around or break it", () => {
    expect(oneLine("بدر\u202e evil\r\nBcc: x\u2066 👩🏽‍🔬\u0000")).toBe("بدر evil Bcc: x 👩🏽‍🔬");
  });

  it("quotes line by line", () => {
    expect(quote("one\r\ntwo <b>\n\u202ethree")).toEqual({
      html: "“one<br>two &lt;b&gt;<br> three”",
      text: "> one\n> two <b>\n>  three",
    });
  });

  it("cuts between characters as people see them, and bounds those that are endless", () => {
    expect(beginning("short", 10)).toBe("short");
    expect(beginning("👩🏽‍🔬👩🏽‍🔬👩🏽‍🔬", 10)).toBe("👩🏽‍🔬👩🏽‍🔬👩🏽‍🔬");
    expect(beginning("one two three", 8)).toBe("one two…");
    const endless = `a${"\u0301".repeat(10_000)}`;
    expect(beginning(endless, 5)).toHaveLength(16);
    expect(beginning(`${"x".repeat(5)}${"👍".repeat(9)}`, 2)).not.toMatch(/\p{Surrogate}/u);
  });

  it("says the day where the reader is, and in UTC where nobody knows the zone", () => {
    const at = new Date("2026-12-01T02:00:00Z");
    expect(dayInWords(at, "America/Mexico_City")).toBe("Monday 30 November");
    expect(dayInWords(at, "Middle/Earth")).toBe("Tuesday 1 December");
  });

  it("brings everything along in HTML, and the same words in plain text", () => {
    const { subject, html, text } = renderLetter({
      subject: `Two\r\nlines ${"x".repeat(300)}`,
      preview: "<preview>",
      heading: words`A heading`,
      blocks: [
        { kind: "words", content: words`Some words` },
        { kind: "note", content: words`A note` },
      ],
      action: { label: "Go on", url: `https://atas.example/?a="1"&b=2` },
      footer: "Because.",
    });
    expect(subject).toMatch(/^Two lines x+…$/);
    expect(html).toContain(`href="https://atas.example/?a=&quot;1&quot;&amp;b=2"`);
    expect(html).toContain("&lt;preview&gt;");
    expect(html).not.toMatch(/<(script|img|link)|src=|url\(/);
    expect(text).toBe(
      `A heading\n\nSome words\n\nA note\n\nGo on: https://atas.example/?a="1"&b=2\n\n-- \nBecause.\n`,
    );
  });
});
