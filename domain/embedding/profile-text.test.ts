import { expect, it } from "vitest";
import { profileText, skillsText, sourceHash } from "./profile-text.ts";

const skills = [
  { name: "Public Speaking", aliases: ["presentations", "stage fright"] },
  { name: "Slides", aliases: [] },
];

it("puts headline and skills first, then bio and goals", () => {
  const text = profileText({ headline: "Rhetoric coach", bio: "I coach.", goals: "Beginners.", skills });
  expect(text).toBe("Rhetoric coach. Public Speaking, Slides. I coach. Beginners.");
});

it("leaves out what a profile does not have, and adds no full stop to one that is there", () => {
  expect(profileText({ headline: "Ready?", bio: "", goals: " ", skills: [] })).toBe("Ready?");
  expect(profileText({ headline: "", bio: "Only a bio", goals: "", skills: [] })).toBe("Only a bio");
});

it("writes each skill with the other ways to say it", () => {
  expect(skillsText({ headline: "", bio: "", goals: "", skills })).toBe(
    "Public Speaking, presentations, stage fright. Slides.",
  );
});

it("hashes the same text the same and another one differently", async () => {
  const [one, again, other] = await Promise.all([sourceHash("a"), sourceHash("a"), sourceHash("b")]);
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(again).toBe(one);
  expect(other).not.toBe(one);
});
