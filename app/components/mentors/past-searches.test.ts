import { expect, it, vi } from "vitest";
import { forgetSearches, matching, pastSearches, rememberSearch } from "./past-searches.ts";

function withStorage() {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
  return kept;
}

it("keeps the last eight, the newest first, each once, apart for each person, until they are forgotten", () => {
  withStorage();
  for (let n = 1; n <= 9; n++) rememberSearch("ada", `need ${n}`);
  rememberSearch("ada", "need 5");
  rememberSearch("ada", "");
  expect(pastSearches("ada")).toEqual([5, 9, 8, 7, 6, 4, 3, 2].map((n) => `need ${n}`));
  expect(pastSearches(null)).toEqual([]);
  forgetSearches("ada");
  expect(pastSearches("ada")).toEqual([]);
});

it("has none where what is kept is no list, or the browser keeps nothing", () => {
  withStorage().set("past-searches:ada", "{");
  expect(pastSearches("ada")).toEqual([]);
  const refuse = () => {
    throw new DOMException("denied");
  };
  vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  rememberSearch("ada", "need");
  forgetSearches("ada");
  expect(pastSearches("ada")).toEqual([]);
});

it("offers those in which a word begins so, and never what stands in the box already", () => {
  const past = ["public speaking", "I speak too fast", "welding"];
  expect(matching(past, "Speak")).toEqual(["public speaking", "I speak too fast"]);
  expect(matching(past, "elding")).toEqual([]);
  expect(matching(past, "welding")).toEqual([]);
  expect(matching(past, "")).toEqual(past);
});
