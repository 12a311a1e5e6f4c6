import fc from "fast-check";
import { expect, it } from "vitest";
import { formatSearch, parseSearch } from "./address.ts";
import { noFilters, searchInputSchema } from "./schema.ts";

it("reads a whole search from its address", () => {
  const address =
    "q=+stage+fright+&lang=en&lang=tr&hours=2&full=1&skill=sql&match=all" +
    "&cluster=data&level=expert&degree=2&degree=1&active=30&rating=4.5&verified=1&weeks=4&not=git&not=lang-en&sort=closest&page=3" +
    "&at=01a21620-0000-7000-8000-000000000000";
  expect(parseSearch(new URLSearchParams(address))).toEqual({
    query: "stage fright",
    filters: {
      languages: ["en", "tr"],
      minOverlapHours: 2,
      hasPlace: false,
      skills: ["sql"],
      allSkills: true,
      clusters: ["data"],
      level: "expert",
      degrees: [1, 2],
      activeWithinDays: 30,
      minRating: 4.5,
      verified: true,
      withinWeeks: 4,
      ignored: ["git", "lang-en"],
    },
    sort: "closest",
    page: 3,
    token: "01a21620-0000-7000-8000-000000000000",
  });
});

it("leaves out what is malformed instead of refusing an old link", () => {
  const address =
    "lang=English&lang=en&lang=en&hours=-1&full=yes&skill=<script>&page=0&level=god&degree=7&active=8&rating=2&weeks=99&sort=worst&at=x";
  const search = parseSearch(new URLSearchParams(address));
  expect(search).toEqual({ query: "", filters: { ...noFilters, languages: ["en"] }, sort: "best", page: 1 });
});

it("writes an empty search as an empty address", () => {
  expect(formatSearch(parseSearch(new URLSearchParams())).toString()).toBe("");
});

it("loses nothing from address to search and back, whatever the address", () => {
  const anything = fc.array(
    fc.tuple(
      fc.constantFrom(
        ..."q lang hours full skill match cluster level degree active rating verified weeks not sort page at x".split(
          " ",
        ),
      ),
      fc.oneof(
        fc.string(),
        fc.constantFrom("1", "2", "3", "7", "4.5", "expert", "all", "closest", "sql"),
        fc.uuid(),
      ),
    ),
  );
  fc.assert(
    fc.property(anything, (pairs) => {
      const search = parseSearch(new URLSearchParams(pairs));
      expect(searchInputSchema.safeParse(search).success).toBe(true);
      expect(parseSearch(formatSearch(search))).toEqual(search);
    }),
  );
});
