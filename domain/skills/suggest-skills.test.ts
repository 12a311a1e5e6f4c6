import { describe, expect, it } from "vitest";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeSkill } from "#testing/factories.ts";
import { suggestSkills } from "./suggest-skills.ts";

const suggest = async (text: string) =>
  (await suggestSkills(testContext(), { text })).map(({ slug, alias }) =>
    alias ? `${slug} (${alias})` : slug,
  );

describe("suggestSkills", () => {
  it("puts the very name first, in one round trip", async () => {
    const ctx = testContext();
    const [first] = await suggestSkills(ctx, { text: "react" });
    expect(first).toMatchObject({
      slug: "react",
      name: "React",
      cluster: "Frontend Development",
      alias: null,
      proposed: false,
    });
    expect(ctx.roundTrips()).toBe(1);
  });

  it("finds what begins so before what only holds a word that does", async () => {
    const found = await suggest("public");
    expect(found[0]).toMatch(/^public-/);
    expect(found).toContain("public-speaking");
  });

  it("finds an alias and says which one it was", async () => {
    expect(await suggest("flexb")).toEqual(["css (flexbox)"]);
  });

  it("finds the beginning of a later word", async () => {
    expect(await suggest("speaking")).toContain("public-speaking");
  });

  it("forgives a typo", async () => {
    expect(await suggest("publik speeking")).toContain("public-speaking");
    expect((await suggest("kubernets"))[0]).toMatch(/^kubernetes/);
  });

  it("takes case and space as nothing, and signs as themselves", async () => {
    expect((await suggest("  REACT "))[0]).toBe("react");
    expect(await suggest("%")).toEqual([]);
    expect(await suggest("c_s")).toEqual([]);
  });

  it.each(["", "   ", "x".repeat(61), "a\0b", "zzzzqqqq"])("has nothing to suggest for %j", async (text) => {
    expect(await suggest(text)).toEqual([]);
  });

  it("suggests at most eight", async () => {
    expect(await suggest("a")).toHaveLength(8);
  });

  it("counts the mentors whom everyone may see", async () => {
    const ctx = testContext();
    const skill = await makeSkill(ctx.db, { name: `Glassblowing ${crypto.randomUUID().slice(0, 8)}` });
    const offers = [skill.slug];
    await makeMentor(ctx.db, { offers });
    await makeMentor(ctx.db, { offers });
    await makeMentor(ctx.db, { offers, visibility: "hidden" });
    await makeMentor(ctx.db, { offers, onboardedAt: null });
    expect((await suggestSkills(ctx, { text: skill.name }))[0]).toMatchObject({
      slug: skill.slug,
      mentors: 2,
    });
  });

  it("suggests a proposed skill to its proposer alone", async () => {
    const { db } = testContext();
    const [proposer, other] = [await makeMentee(db), await makeMentee(db)];
    const name = `Falconry ${crypto.randomUUID().slice(0, 8)}`;
    const skill = await makeSkill(db, { name, status: "proposed", proposedBy: proposer.id });
    const of = (person: typeof proposer) =>
      suggestSkills(testContext({ actor: actorOf(person) }), { text: name });
    expect((await of(proposer))[0]).toMatchObject({ slug: skill.slug, proposed: true, cluster: null });
    for (const found of [await of(other), await suggestSkills(testContext(), { text: name })]) {
      expect(found.map(({ slug }) => slug)).not.toContain(skill.slug);
    }
  });
});
