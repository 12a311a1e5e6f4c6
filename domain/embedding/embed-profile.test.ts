import { and, eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { profileEmbeddings, profileSkills, profiles } from "#db/tables/index.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeMentor } from "#testing/factories.ts";
import type { JobContext } from "../context.ts";
import { newId } from "../ids.ts";
import { embedProfile } from "./embed-profile.ts";
import type { EmbeddingProvider } from "./schema.ts";

const rowsOf = (ctx: JobContext, userId: string) =>
  ctx.db
    .select({ part: profileEmbeddings.part, hash: profileEmbeddings.sourceHash })
    .from(profileEmbeddings)
    .where(and(eq(profileEmbeddings.profileId, userId), eq(profileEmbeddings.model, ctx.embeddings.model)))
    .orderBy(profileEmbeddings.part);

/** The Worker's model, with every text that it was asked for. */
function watched(real: EmbeddingProvider, onEmbed: (texts: string[]) => unknown = () => {}) {
  const asked: string[] = [];
  const embeddings: EmbeddingProvider = {
    ...real,
    async embed(texts, as) {
      asked.push(...texts);
      await onEmbed(texts);
      return real.embed(texts, as);
    },
  };
  return { asked, embeddings };
}

it("gives a mentor a vector of the profile", async () => {
  const ctx = testJobContext();
  const mentor = await makeMentor(ctx.db, { headline: "Rhetoric coach", offers: ["public-speaking"] });
  await embedProfile(ctx, { userId: mentor.id });
  expect((await rowsOf(ctx, mentor.id)).map(({ part }) => part)).toEqual(["profile"]);
  const lengths = await ctx.db.execute(
    sql`select l2_norm(vector::halfvec) as length from profile_embeddings where profile_id = ${mentor.id}`,
  );
  for (const { length } of lengths.rows) expect(Number(length)).toBeCloseTo(1, 2);
});

it("does not embed again what has not changed", async () => {
  const plain = testJobContext();
  const mentor = await makeMentor(plain.db, { headline: "Rhetoric coach", offers: ["public-speaking"] });
  await embedProfile(plain, { userId: mentor.id });
  const { asked, embeddings } = watched(plain.embeddings);
  const ctx = testJobContext({ embeddings });
  await embedProfile(ctx, { userId: mentor.id });
  expect(asked).toEqual([]);

  await ctx.db
    .update(profiles)
    .set({ bio: "Now with a bio.", version: 2 })
    .where(eq(profiles.userId, mentor.id));
  await embedProfile(ctx, { userId: mentor.id });
  expect(asked).toEqual(["Rhetoric coach. Public Speaking. Now with a bio."]);
});

it("takes the vectors away from somebody who is a mentor no more", async () => {
  const ctx = testJobContext();
  const mentor = await makeMentor(ctx.db, { offers: ["public-speaking"] });
  await embedProfile(ctx, { userId: mentor.id });
  await ctx.db.update(profiles).set({ isMentor: false }).where(eq(profiles.userId, mentor.id));
  await embedProfile(ctx, { userId: mentor.id });
  expect(await rowsOf(ctx, mentor.id)).toEqual([]);
});

it("keeps no vector of a text that the model knows no word of, and remembers that it looked", async () => {
  const ctx = testJobContext();
  const mentor = await makeMentor(ctx.db, { headline: "Coach", offers: ["public-speaking"] });
  await embedProfile(ctx, { userId: mentor.id });
  await ctx.db.delete(profileSkills).where(eq(profileSkills.profileId, mentor.id));
  await ctx.db.update(profiles).set({ headline: "日本語" }).where(eq(profiles.userId, mentor.id));
  await embedProfile(ctx, { userId: mentor.id });
  const { rows } = await ctx.db.execute(
    sql`select vector is null as unknown from profile_embeddings where profile_id = ${mentor.id}`,
  );
  expect(rows).toEqual([{ unknown: true }]);
});

it("takes away a part that profiles no longer have, and leaves the one that is true", async () => {
  const ctx = testJobContext();
  const mentor = await makeMentor(ctx.db, { headline: "Coach" });
  await embedProfile(ctx, { userId: mentor.id });
  const [kept] = await rowsOf(ctx, mentor.id);
  await ctx.db.execute(sql`insert into profile_embeddings (profile_id, model, part, source_hash, vector)
    select profile_id, model, 'skills', 'old', vector from profile_embeddings where profile_id = ${mentor.id}`);
  await embedProfile(ctx, { userId: mentor.id });
  expect(await rowsOf(ctx, mentor.id)).toEqual([kept]);
});

it("leaves mentees and unknown people alone", async () => {
  const ctx = testJobContext();
  const mentee = await makeMentee(ctx.db, { headline: "Learner" });
  await embedProfile(ctx, { userId: mentee.id });
  await embedProfile(ctx, { userId: newId() });
  expect(await rowsOf(ctx, mentee.id)).toEqual([]);
});

it("writes nothing when the profile changed while it was embedded, and asks to come again", async () => {
  const plain = testJobContext();
  const mentor = await makeMentor(plain.db, { headline: "Coach", offers: ["public-speaking"] });
  const { embeddings } = watched(plain.embeddings, () =>
    plain.db.update(profiles).set({ version: 9 }).where(eq(profiles.userId, mentor.id)),
  );
  await expect(embedProfile(testJobContext({ embeddings }), { userId: mentor.id })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await rowsOf(plain, mentor.id)).toEqual([]);
});

it("is for jobs alone", async () => {
  const ctx = testContext();
  const call = embedProfile(Object.assign(testJobContext(), { actor: ctx.actor }), { userId: newId() });
  await expect(call).rejects.toMatchObject({ code: "not_signed_in" });
});
