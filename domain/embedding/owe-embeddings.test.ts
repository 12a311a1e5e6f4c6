import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { outbox } from "#db/tables/index.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentor } from "#testing/factories.ts";
import { newId } from "../ids.ts";
import { embedProfile } from "./embed-profile.ts";
import { oweEmbeddings } from "./owe-embeddings.ts";

/** A job of which every vector in the database but the given person's is of the right model. */
function jobWithModel(model: string) {
  const ctx = testJobContext();
  const kept = new Map<string, unknown>();
  return Object.assign(ctx, {
    embeddings: { ...ctx.embeddings, model },
    cache: {
      get: async (key: string) => kept.get(key),
      put: async (key: string, value: unknown) => void kept.set(key, value),
    },
  });
}
const owedBy = async (requestId: string) =>
  (await testContext().db.select().from(outbox).where(eq(outbox.requestId, requestId))).map(
    ({ payload }) => (payload as { userId: string }).userId,
  );

it("owes a vector, once, to who has another model's, and the job leaves only the new one", async () => {
  const old = testJobContext();
  const mentor = await makeMentor(old.db, { headline: "Coach" });
  await embedProfile(old, { userId: mentor.id });

  const model = `other-${newId()}`;
  const ctx = jobWithModel(model);
  while ((await oweEmbeddings(ctx)) === 500);
  const owed = await owedBy(ctx.requestId);
  expect(owed.filter((id) => id === mentor.id)).toHaveLength(1);
  const again = jobWithModel(model);
  await oweEmbeddings(again);
  expect(await owedBy(again.requestId)).not.toContain(mentor.id);

  await embedProfile(ctx, { userId: mentor.id });
  const { rows } = await ctx.db.execute(
    sql`select model from profile_embeddings where profile_id = ${mentor.id}`,
  );
  expect(rows).toEqual([{ model }]);
  await ctx.db.update(outbox).set({ doneAt: new Date() }).where(eq(outbox.requestId, ctx.requestId));
});

it("looks at a settled space no more for a while", async () => {
  const ctx = jobWithModel("any");
  const calls: unknown[] = [];
  const execute = async (query: unknown) => {
    calls.push(query);
    return { rows: [] };
  };
  const db = new Proxy(ctx.db, {
    get: (target, key) => (key === "execute" ? execute : Reflect.get(target, key)),
  });
  const settled = Object.assign(ctx, { db });
  expect(await oweEmbeddings(settled)).toBe(0);
  expect(await oweEmbeddings(settled)).toBe(0);
  expect(calls).toHaveLength(1);
});
