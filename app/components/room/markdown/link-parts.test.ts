import { expect, test } from "vitest";
import { splitLinks } from "./link-parts.ts";

test("words without an address are one part", () => {
  expect(splitLinks("see example.org, or not")).toEqual([{ text: "see example.org, or not" }]);
  expect(splitLinks("")).toEqual([]);
});

test("an address becomes a link without the full stop after it", () => {
  expect(splitLinks("Read https://example.org/a?b=c. Then write.")).toEqual([
    { text: "Read " },
    { text: "https://example.org/a?b=c", href: "https://example.org/a?b=c" },
    { text: ". Then write." },
  ]);
});

test("a bracket that the address opened stays with it, one around it does not", () => {
  expect(splitLinks("https://example.org/Line_(geometry)")).toEqual([
    { text: "https://example.org/Line_(geometry)", href: "https://example.org/Line_(geometry)" },
  ]);
  expect(splitLinks("(https://example.org/)").map((part) => part.text)).toEqual([
    "(",
    "https://example.org/",
    ")",
  ]);
});

test("schemes that run code and markup never become links", () => {
  for (const body of ["javascript:alert(1)", "data:text/html,x", '<a href="x">y</a>', "ftp://example.org"]) {
    expect(splitLinks(body)).toEqual([{ text: body }]);
  }
});

test("an address that is none stays words", () => {
  expect(splitLinks("http://[broken")).toEqual([{ text: "http://[broken" }]);
});
