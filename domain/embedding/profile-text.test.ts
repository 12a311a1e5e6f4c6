import { expect, it } from "vitest";
import { profileText, sourceHash } from "./profile-text.ts";

const skills = [{ name: "Public Speaking" }, { name: "Slides" }];

it("puts headline and skills first, then bio and goals", () => {
  const text = profileText({ headline: "Rhetoric coach", bio: "I coach.", goals: "Beginners.", skills });
  expect(text).toBe("Rhetoric coach. Public Speaking, Slides. I coach. Beginners.");
});

it("leaves out what a profile does not have, and adds no full stop to one that is there", () => {
  expect(profileText({ headline: "Ready?", bio: "", goals: " ", skills: [] })).toBe("Ready?");
  expect(profileText({ headline: "", bio: "Only a bio", goals: "", skills: [] })).toBe("Only a bio");
});

it("hashes the same text the same and another one differently", async () => {
  const [one, again, other] = await Promise.all([sourceHash("a"), sourceHash("a"), sourceHash("b")]);
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(again).toBe(one);
  expect(other).not.toBe(one);
});
