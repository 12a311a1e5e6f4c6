import { expect, test } from "vitest";
import { parseSearch } from "#domain/search/address.ts";
import { searchPath, termsOf, waysOn } from "./search-links.server.ts";

const understood = {
  skills: [{ slug: "public-speaking", name: "Public Speaking", matched: "speak" }],
  languages: [{ code: "tr", name: "Turkish", matched: "in Turkish" }],
  level: { level: "expert" as const },
  zone: { id: "mine", name: "your time zone", timeZone: "Asia/Tokyo" },
};
const nothing = { skills: [], languages: [], level: null, zone: null };
const searchOf = (query: string) => parseSearch(new URLSearchParams(query));

test("each term leads to the same search without it, from its first page", () => {
  const search = searchOf("q=speak&skill=sql&page=3");
  expect(termsOf(search, understood)).toEqual([
    {
      key: "public-speaking",
      words: "Public Speaking",
      href: "/mentors?q=speak&skill=sql&not=public-speaking",
    },
    { key: "lang-tr", words: "In Turkish", href: "/mentors?q=speak&skill=sql&not=lang-tr" },
    { key: "level-expert", words: "An expert", href: "/mentors?q=speak&skill=sql&not=level-expert" },
    { key: "zone-mine", words: "In your time zone", href: "/mentors?q=speak&skill=sql&not=zone-mine" },
    { key: "skill-sql", words: "sql", href: "/mentors?q=speak" },
  ]);
  expect(searchPath(search)).toBe("/mentors?q=speak&skill=sql&page=3");
});

test("where nobody fits, every filter that is on can be let go", () => {
  const search = searchOf("q=speak&lang=zu&hours=2&at=01a21620-0000-7000-8000-000000000000");
  const ways = waysOn(search, nothing);
  expect(ways.map(({ words, href }) => `${words}: ${href}`)).toEqual([
    "In any language, not only Zulu: /mentors?q=speak&hours=2",
    "At any time of the week: /mentors?q=speak&lang=zu",
    "With mentors who are full for now: /mentors?q=speak&lang=zu&hours=2&full=1",
  ]);
  const all = searchOf("match=all&cluster=data&level=expert&degree=1&active=7&verified=1&full=1");
  expect(waysOn(all, nothing).map(({ key }) => key)).toEqual(
    "match cluster level degree active verified".split(" "),
  );
  expect(waysOn(searchOf("full=1"), nothing)).toEqual([]);
});
