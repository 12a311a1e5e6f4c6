import { expect, it } from "vitest";
import { readLevel } from "./read-level.ts";

it.each([
  ["an expert in Kubernetes", "expert", "expert"],
  ["Real experts only", "expert", "Real experts"],
  ["someone with 10 years of sales", "expert", "10 years"],
  ["a mentor who has done it for at least ten years", "expert", "at least ten years"],
  ["somebody with 5+ years in nursing", "advanced", "5+ years"],
  ["a senior engineer who reviews my code", "senior", "senior engineer"],
  ["somebody more senior than me", "senior", "more senior"],
  ["an experienced gardener", "advanced", "experienced"],
  ["I am a complete beginner in Python", "beginner", "complete beginner"],
  ["I'm new to managing people", "beginner", "new to"],
])("reads %j as %s", (text, level, matched) => {
  expect(readLevel(text)).toEqual({ level, matched });
});

it.each([
  "I am an expert in SQL and bored",
  "how do I become a senior engineer",
  "my senior manager shouts at me",
  "I have been a nurse for 10 years",
  "a course that takes 2 years, someone said",
  "someone with 1 year of Go",
  "expertise in retail",
])("reads nothing of the mentor in %j", (text) => {
  expect(readLevel(text)).toBeNull();
});
