import { expect, it } from "vitest";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor } from "#testing/factories.ts";
import { embedProfile } from "../embedding/embed-profile.ts";
import { accountOf } from "./account.ts";
import { loadMentorPage } from "./load-mentor-page.ts";

it("gives each part of a score its share, the largest first, with what proves it", async () => {
  const { db } = testContext();
  const mentor = await makeMentor(db, {
    headline: "Rhetoric coach",
    bio: "I help people who dread audiences.",
    offers: ["public-speaking"],
  });
  await embedProfile(testJobContext(), { userId: mentor.id });
  const reader = await makeMentee(db);
  await makeConnection(db, reader.id, mentor.id);
  const page = await loadMentorPage(testContext({ actor: actorOf(reader) }), {
    userId: mentor.id,
    query: "public speaking before audiences",
  });
  const shares = page.account.map(({ share }) => share);
  expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 1);
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  const said = Object.fromEntries(page.account.map(({ part, evidence }) => [part, evidence]));
  expect(page.account[0]!.part).toBe("meaning");
  expect(said).toMatchObject({
    words: expect.stringContaining("“audiences”"),
    skill: expect.stringContaining("Public Speaking"),
    closeness: expect.stringContaining("connected since"),
    activity: "today",
    place: "0 of 2 taken",
  });
});

it("has no words of a need where none was told", async () => {
  const mentor = await makeMentor(testContext().db);
  const { account } = await loadMentorPage(testContext(), { userId: mentor.id });
  expect(account.map(({ part }) => part).toSorted()).toEqual(["activity", "place"]);
});

it("leaves out what says nothing for the mentor, and never invents a proof", () => {
  const account = accountOf({ meaning: -0.1, words: 0.0001, language: 0.03, place: 0.01 }, []);
  expect(account.map(({ part }) => part)).toEqual(["language", "place"]);
  expect(account[0]!.evidence).toBe("as their profile has it");
});
