import { expect, it } from "vitest";
import { readQuery } from "./read-query.ts";

const gramsOf = (query: string) => readQuery(query).grams.map(({ text }) => text);

it("offers whole words and runs of them, and never a part of a word", () => {
  expect(gramsOf("Retail AI")).toEqual(expect.arrayContaining(["retail", "retail ai", "ai"]));
  expect(gramsOf("retail")).not.toContain("ai");
});

it.each([
  ["I write C++ daily", "c++", "C++"],
  ["moving to .NET", ".net", ".NET"],
  ["our CI/CD is slow", "ci/cd", "CI/CD"],
  ["our CI/CD is slow", "ci-cd", "CI/CD"],
  ["front end work", "front-end", "front end"],
  ["I like React.js.", "react.js", "React.js"],
  ["(React.js)", "react.js", "React.js"],
  ["a ﬁne idea", "fine", "fine"],
])("reads %j as %j, in the person's own words", (query, text, matched) => {
  expect(readQuery(query).grams).toContainEqual(expect.objectContaining({ text, matched }));
});

it("takes no meaning from a single letter", () => {
  expect(gramsOf("vitamin c")).not.toContain("c");
});

it.each([
  ["someone who speaks Turkish", "tr", "Turkish"],
  ["Arabic-speaking mentor", "ar", "Arabic"],
  ["sessions in spanish please", "es", "Spanish"],
])("hears the language asked for in %j", (query, code, name) => {
  expect(readQuery(query).languages).toMatchObject([{ code, name }]);
});

it("does not take a country's cooking for a language to talk in", () => {
  expect(readQuery("Turkish cooking, in general").languages).toEqual([]);
});

it("is empty for a query without a letter", () => {
  expect(readQuery(" ?! 🙂 ")).toEqual({ text: "", grams: [], languages: [] });
});

it("stays bounded for a very long story", () => {
  expect(readQuery("word ".repeat(5_000)).grams.length).toBeLessThan(3_000);
});

it("reads past what the database can't keep: NUL, and half an emoji where a long text was cut", () => {
  expect(readQuery("stage\0fright \ud83d").text).toBe("stage fright");
});
