import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditDenials, auditEvents, clusters, skills } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeSkill, makeUser } from "#testing/factories.ts";
import { approveSkill } from "./approve-skill.ts";
import { loadTaxonomy } from "./load-taxonomy.ts";
import { MAX_PROPOSALS, proposeSkill } from "./propose-skill.ts";
import { suggestSkills } from "./suggest-skills.ts";

const db = () => testContext().db;
const unique = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`;
const newcomer = async () => actorOf(await makeMentee(db()));
const rowOf = async (slug: string) => (await db().select().from(skills).where(eq(skills.slug, slug)))[0];
const eventsOf = (slug: string) => db().select().from(auditEvents).where(eq(auditEvents.targetId, slug));

describe("proposeSkill", () => {
  it("adds a skill that its proposer can find at once", async () => {
    const actor = await newcomer();
    const name = unique("Dry-stone walling");
    const ctx = testContext({ actor });
    const proposed = await proposeSkill(ctx, { name: `  ${name}  ` });
    expect(ctx.roundTrips()).toBe(1);
    expect(proposed).toEqual({ name, slug: expect.stringMatching(/^dry-stone-walling-/) });
    expect(await rowOf(proposed.slug)).toMatchObject({ status: "proposed", proposedBy: actor.id });
    expect(await eventsOf(proposed.slug)).toMatchObject([{ action: "skill.proposed", actorId: actor.id }]);
    const [found] = await suggestSkills(testContext({ actor }), { text: name });
    expect(found).toMatchObject({ slug: proposed.slug, proposed: true });
  });

  it("gives a name in any script a slug", async () => {
    const { slug } = await proposeSkill(testContext({ actor: await newcomer() }), { name: unique("الخط") });
    expect(slug).toMatch(/^[a-z0-9-]+$/);
    const other = await proposeSkill(testContext({ actor: await newcomer() }), { name: "書道" });
    expect(other.slug).toMatch(/^skill-/);
  });

  it.each([
    ["name", "public SPEAKING", "public-speaking"],
    ["alias", "Flexbox", "css"],
  ])("points to the skill that is there by that %s", async (_, name, slug) => {
    const refused = proposeSkill(testContext({ actor: await newcomer() }), { name });
    await expect(refused).rejects.toMatchObject({
      code: "conflict",
      publicMessage: expect.stringContaining("We know this as"),
      fields: { skill: slug },
    });
  });

  it("points a person to their own earlier proposal, and lets another propose the same", async () => {
    const actor = await newcomer();
    const name = unique("Falconry");
    const { slug } = await proposeSkill(testContext({ actor }), { name });
    await expect(proposeSkill(testContext({ actor }), { name })).rejects.toMatchObject({
      fields: { skill: slug },
    });
    const other = await proposeSkill(testContext({ actor: await newcomer() }), { name });
    expect(other.slug).not.toBe(slug);
  });

  it("takes no more than the proposals that people can read", async () => {
    const actor = await newcomer();
    for (let i = 0; i < MAX_PROPOSALS; i++) {
      await makeSkill(db(), { status: "proposed", proposedBy: actor.id });
    }
    await expect(proposeSkill(testContext({ actor }), { name: unique("One more") })).rejects.toMatchObject({
      code: "conflict",
      publicMessage: expect.stringContaining("waiting to be read"),
    });
  });

  it.each(["", "a", "x".repeat(61), "123", "a\0b", "a\ud83d"])("refuses the name %j", async (name) => {
    await expect(proposeSkill(testContext({ actor: await newcomer() }), { name })).rejects.toMatchObject({
      code: "invalid_input",
      fields: { name: expect.any(String) },
    });
  });

  it("refuses strangers", async () => {
    await expect(proposeSkill(testContext(), { name: "Anything" })).rejects.toMatchObject({
      code: "not_signed_in",
    });
  });
});

describe("approveSkill", () => {
  const moderator = async () => actorOf(await makeUser(db(), { roles: ["moderator"] }));
  const proposal = async () => {
    const person = await makeMentee(db());
    return makeSkill(db(), { status: "proposed", proposedBy: person.id });
  };

  it("takes a proposed skill into a group, for everybody", async () => {
    const skill = await proposal();
    const actor = await moderator();
    await approveSkill(testContext({ actor }), { slug: skill.slug, cluster: "marketing" });
    expect(await rowOf(skill.slug)).toMatchObject({ status: "approved", clusterSlug: "marketing" });
    expect(await eventsOf(skill.slug)).toMatchObject([
      { action: "skill.approved", actorId: actor.id, before: { status: "proposed" } },
    ]);
    const [found] = await suggestSkills(testContext(), { text: skill.name });
    expect(found).toMatchObject({ slug: skill.slug, proposed: false });
  });

  it("approves once", async () => {
    const skill = await proposal();
    const input = { slug: skill.slug, cluster: "marketing" };
    await approveSkill(testContext({ actor: await moderator() }), input);
    const again = approveSkill(testContext({ actor: await moderator() }), input);
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    expect(await eventsOf(skill.slug)).toHaveLength(1);
  });

  it.each([
    ["a group that is not there", "alchemy", "invalid_input"],
    ["no group", "", "invalid_input"],
  ])("refuses %s", async (_, cluster, code) => {
    const { slug } = await proposal();
    const actor = await moderator();
    await expect(approveSkill(testContext({ actor }), { slug, cluster })).rejects.toMatchObject({ code });
  });

  it("finds no skill that was never proposed", async () => {
    const input = { slug: "no-such-skill", cluster: "marketing" };
    await expect(approveSkill(testContext({ actor: await moderator() }), input)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("refuses people who may not, and counts the refusal", async () => {
    const skill = await proposal();
    const actor = await newcomer();
    const ctx = testContext({ actor });
    const refused = approveSkill(ctx, { slug: skill.slug, cluster: "marketing" });
    await expect(refused).rejects.toMatchObject({ code: "not_allowed" });
    await ctx.settled();
    const denials = await db()
      .select()
      .from(auditDenials)
      .where(and(eq(auditDenials.actorId, actor.id), eq(auditDenials.targetId, skill.slug)));
    expect(denials).toMatchObject([{ action: "approve:skill:any", count: 1 }]);
    expect(await rowOf(skill.slug)).toMatchObject({ status: "proposed" });
  });
});

describe("loadTaxonomy", () => {
  it("reads clusters and approved skills in one round trip, and afterwards from the cache", async () => {
    const kept = new Map<string, unknown>();
    const cache = {
      get: async (key: string) => kept.get(key),
      put: async (key: string, value: unknown) => void kept.set(key, JSON.parse(JSON.stringify(value))),
    };
    const ctx = testContext({ cache });
    const proposed = await makeSkill(ctx.db, { status: "proposed" });
    const before = ctx.roundTrips();
    const taxonomy = await loadTaxonomy(ctx);
    expect(ctx.roundTrips() - before).toBe(1);
    await ctx.settled();
    const known = await db().select().from(clusters);
    expect(taxonomy.clusters).toHaveLength(known.length);
    expect(taxonomy.skills.find(({ slug }) => slug === "css")).toMatchObject({
      name: "CSS",
      cluster: "frontend-development",
      aliases: expect.arrayContaining(["flexbox"]),
    });
    expect(taxonomy.skills.map(({ slug }) => slug)).not.toContain(proposed.slug);

    const later = testContext({ cache });
    expect(await loadTaxonomy(later)).toEqual(taxonomy);
    expect(later.roundTrips()).toBe(0);
  });
});
