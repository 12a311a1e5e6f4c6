import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { auditEvents, embeddingSpaces, outbox } from "#db/tables/index.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentor } from "#testing/factories.ts";
import { ownDatabase } from "#testing/own-database.ts";
import type { JobContext, ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../ids.ts";
import { loadMentorPage } from "../search/load-mentor-page.ts";
import { searchMentors } from "../search/search-mentors.ts";
import { embedProfile } from "./embed-profile.ts";
import { oweEmbeddings } from "./owe-embeddings.ts";
import type { EmbeddingProvider } from "./schema.ts";

// Which space answers is said of a whole database: this file has one of its own, and empties it before each test.
let database: Awaited<ReturnType<typeof ownDatabase>>;
beforeAll(async () => {
  database = await ownDatabase();
});

type Space = EmbeddingProvider & { asked: string[]; down: boolean };

/**
 * A model whose vectors point into one of two ways, by whether a text speaks of stages. `turned` gives the two ways
 * to each other: compared with another model's vectors, everything would be the wrong way round.
 */
function space(model: string, { turned = false } = {}): Space {
  const asked: string[] = [];
  const ways = [0, 1].map((at) => Array.from({ length: 384 }, (_, i) => Number(i === at)));
  const itself: Space = {
    model: `${model}-${newId()}`,
    asked,
    down: false,
    async embed(texts) {
      if (itself.down) throw new DomainError("unavailable", { log: "down on purpose" });
      asked.push(...texts);
      return texts.map((text) =>
        /日本/.test(text) ? null : ways[Number(/stage|audience/i.test(text) !== turned)]!,
      );
    },
  };
  return itself;
}

/** Contexts over the file's database, with a data centre's cache of their own. */
async function worldOf(...spaces: Space[]) {
  await database.db.execute(sql`delete from profile_embeddings`);
  await database.db.execute(sql`delete from embedding_spaces`);
  await database.db.execute(sql`update profiles set is_mentor = false`);
  await database.db.execute(sql`update outbox set done_at = now() where done_at is null`);
  const kept = new Map<string, unknown>();
  const over = (configured: Space): Partial<ReadContext> => ({
    ...database,
    embeddings: configured,
    embeddingsOf: (model) => spaces.find((one) => one.model === model) ?? null,
    cache: {
      get: async (key) => kept.get(key),
      put: async (key, value) => void kept.set(key, value),
    },
  });
  return {
    kept,
    job: (configured: Space) => testJobContext(over(configured)),
    page: (configured: Space) => testContext(over(configured)),
    answering: async () =>
      (await database.db.select().from(embeddingSpaces)).toSorted(
        (a, b) => b.answersSince.getTime() - a.answersSince.getTime(),
      )[0]?.model,
  };
}

async function mentorsIn(ctx: JobContext) {
  const speaker = await makeMentor(database.db, { headline: "I know every stage", bio: "" });
  const gardener = await makeMentor(database.db, { headline: "Roses and soil", bio: "" });
  for (const { id } of [speaker, gardener]) await embedProfile(ctx, { userId: id });
  return { speaker: speaker.id, gardener: gardener.id };
}
const modelsOf = async (userId: string) =>
  (
    await database.db.execute<{ model: string }>(
      sql`select model from profile_embeddings where profile_id = ${userId} order by model`,
    )
  ).rows.map(({ model }) => model);
const owedBy = async ({ requestId }: JobContext) =>
  (await database.db.select().from(outbox).where(eq(outbox.requestId, requestId))).map(
    ({ payload }) => (payload as { userId: string }).userId,
  );
/** By meaning alone: no profile holds a word of it. */
const nearest = async (ctx: ReadContext) =>
  (await searchMentors(ctx, { query: "audience" })).cards[0]?.userId;

it("lets the old space answer until everybody is in the new one, then the new one, and then removes the old", async () => {
  const [old, next] = [space("old"), space("next", { turned: true })];
  const world = await worldOf(old, next);
  await oweEmbeddings(world.job(old));
  const { speaker, gardener } = await mentorsIn(world.job(old));
  expect(await world.answering()).toBe(old.model);

  const first = world.job(next);
  expect(await oweEmbeddings(first)).toBe(2);
  expect((await owedBy(first)).toSorted()).toEqual([speaker, gardener].toSorted());
  expect(await oweEmbeddings(world.job(next))).toBe(0);
  await embedProfile(world.job(next), { userId: speaker });
  await oweEmbeddings(world.job(next));
  expect(await world.answering()).toBe(old.model);
  expect(await modelsOf(speaker)).toEqual([next.model, old.model].toSorted());
  next.asked.length = 0;
  expect(await nearest(world.page(next))).toBe(speaker);
  // the presumption that the configured space answers was put right once
  const waiting = world.page(next);
  expect(await nearest(waiting)).toBe(speaker);
  expect(next.asked).toEqual(["audience"]);

  await database.db.update(outbox).set({ doneAt: new Date() }).where(eq(outbox.requestId, first.requestId));
  const again = world.job(next);
  expect(await oweEmbeddings(again)).toBe(1);
  expect(await owedBy(again)).toEqual([gardener]);
  await embedProfile(world.job(next), { userId: gardener });
  await oweEmbeddings(world.job(next));
  expect(await world.answering()).toBe(next.model);
  const audit = await database.db.select().from(auditEvents).where(eq(auditEvents.targetId, next.model));
  expect(audit).toMatchObject([{ action: "embedding-space.answers", actorKind: "system" }]);
  old.asked.length = 0;
  const page = world.page(next);
  expect(await nearest(page)).toBe(speaker);
  expect(await nearest(world.page(next))).toBe(speaker);
  expect(old.asked).toEqual([]);

  await oweEmbeddings(world.job(next));
  expect(await modelsOf(speaker)).toEqual([next.model]);
  await oweEmbeddings(world.job(next));
  expect(world.kept.get(`embedding-settled:${next.model}`)).toBe(true);
});

it("compares no vector with another model's, whatever a page presumes, and in two round trips at most", async () => {
  const [old, next] = [space("old"), space("next", { turned: true })];
  const world = await worldOf(old, next);
  await oweEmbeddings(world.job(old));
  const { speaker, gardener } = await mentorsIn(world.job(old));
  for (const id of [speaker, gardener]) await embedProfile(world.job(next), { userId: id });
  for (const presumed of [old.model, next.model, "long-gone", 42]) {
    world.kept.set("answering-space", presumed);
    let trips = 0;
    const real = world.page(next);
    const batch: typeof real.db.batch = (queries) => {
      trips += 1;
      return real.db.batch(queries);
    };
    const db = new Proxy(real.db, {
      get: (target, key) => (key === "batch" ? batch : Reflect.get(target, key)),
    });
    const { cards, degraded } = await searchMentors({ ...real, db }, { query: "audience" });
    expect(cards[0]?.userId, String(presumed)).toBe(speaker);
    expect(degraded).toBeUndefined();
    expect(trips).toBe(presumed === old.model ? 1 : 2);
    world.kept.set("answering-space", presumed);
    const page = await loadMentorPage(world.page(next), { userId: speaker, query: "audience" });
    expect(page.account.find(({ part }) => part === "meaning")?.evidence).toMatch(/^100 of 100 alike/);
  }
});

it("says that words alone were compared while the space that answers has no model, and goes on filling the other", async () => {
  const [old, next] = [space("old"), space("next")];
  const world = await worldOf(old, next);
  await oweEmbeddings(world.job(old));
  const { speaker } = await mentorsIn(world.job(old));
  old.down = true;
  const found = await searchMentors(world.page(next), { query: "every stage" });
  expect(found).toMatchObject({ degraded: "text-only", cards: [{ userId: speaker }] });
  expect(next.asked).toEqual(["every stage"]);

  // a profile that changes meanwhile is true in the new space, and no longer wrong in the old one
  await database.db.execute(
    sql`update profiles set headline = 'A stage hand', version = 2 where user_id = ${speaker}`,
  );
  const job = world.job(next);
  await embedProfile(job, { userId: speaker });
  expect(await modelsOf(speaker)).toEqual([next.model]);
  expect(job.logs).toMatchObject([{ level: "warn", fields: { model: old.model } }]);

  const unreachable = await worldOf(next);
  await database.db.insert(embeddingSpaces).values({ model: "gone", answersSince: new Date() });
  expect(await searchMentors(unreachable.page(next), { query: "every stage" })).toMatchObject({
    degraded: "text-only",
  });
});

it("goes on with the space that most vectors are in where no space was written down yet", async () => {
  const [old, next] = [space("old"), space("next")];
  const world = await worldOf(old, next);
  await mentorsIn(world.job(old));
  await oweEmbeddings(world.job(next));
  expect(await world.answering()).toBe(old.model);
  await worldOf(old, next);
  await oweEmbeddings(world.job(next));
  expect(await world.answering()).toBe(next.model);
});

it("counts somebody of whom a model knows no word as done, and finds them by words", async () => {
  const [old, next] = [space("old"), space("next")];
  const world = await worldOf(old, next);
  await oweEmbeddings(world.job(old));
  const mentor = await makeMentor(database.db, { headline: "日本 origami", bio: "" });
  await embedProfile(world.job(old), { userId: mentor.id });
  expect(await oweEmbeddings(world.job(next))).toBe(1);
  await embedProfile(world.job(next), { userId: mentor.id });
  await oweEmbeddings(world.job(next));
  expect(await world.answering()).toBe(next.model);
  const { cards } = await searchMentors(world.page(next), { query: "origami" });
  expect(cards.map(({ userId }) => userId)).toEqual([mentor.id]);
});

it("asks the database no more for a while once nothing is left to do", async () => {
  const only = space("only");
  const world = await worldOf(only);
  for (let i = 0; i < 2; i++) await oweEmbeddings(world.job(only));
  const silent = new Proxy(database.db, {
    get() {
      throw new Error("asked the database");
    },
  });
  expect(await oweEmbeddings({ ...world.job(only), db: silent })).toBe(0);
});
