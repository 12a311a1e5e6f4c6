import fc from "fast-check";
import { expect, it } from "vitest";
import { formatSearch, parseSearch } from "./address.ts";
import { searchInputSchema } from "./schema.ts";

it("reads a whole search from its address", () => {
  const address = "q=+stage+fright+&lang=en&lang=tr&hours=2&full=1&skill=sql&not=git&not=lang-en&page=3";
  expect(parseSearch(new URLSearchParams(address))).toEqual({
    query: "stage fright",
    filters: {
      languages: ["en", "tr"],
      minOverlapHours: 2,
      hasPlace: false,
      skills: ["sql"],
      ignored: ["git", "lang-en"],
    },
    page: 3,
  });
});

it("leaves out what is malformed instead of refusing an old link", () => {
  const address = "lang=English&lang=en&lang=en&hours=-1&full=yes&skill=<script>&page=0";
  const search = parseSearch(new URLSearchParams(address));
  expect(search.filters).toEqual({
    languages: ["en"],
    minOverlapHours: 0,
    hasPlace: true,
    skills: [],
    ignored: [],
  });
  expect(search.page).toBe(1);
});

it("writes an empty search as an empty address", () => {
  expect(formatSearch(parseSearch(new URLSearchParams())).toString()).toBe("");
});

it("loses nothing from address to search and back, whatever the address", () => {
  const anything = fc.array(
    fc.tuple(fc.constantFrom("q", "lang", "hours", "full", "skill", "not", "page", "x"), fc.string()),
  );
  fc.assert(
    fc.property(anything, (pairs) => {
      const search = parseSearch(new URLSearchParams(pairs));
      expect(searchInputSchema.safeParse(search).success).toBe(true);
      expect(parseSearch(formatSearch(search))).toEqual(search);
    }),
  );
});
