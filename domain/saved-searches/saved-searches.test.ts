import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, savedSearches, savedSearchHits } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeMentor, type Person } from "#testing/factories.ts";
import { newId } from "../ids.ts";
import { notifySearch } from "../notifications/notify-search.ts";
import { newNotificationSchema } from "../notifications/schema.ts";
import { listSavedSearches } from "./list-saved-searches.ts";
import { loadSaved } from "./load-saved.ts";
import { saveSearch } from "./save-search.ts";
import { MAX_SAVED_SEARCHES } from "./schema.ts";
import { unsaveSearch } from "./unsave-search.ts";

const { db } = testContext();
const as = (person: Person, overrides = {}) => testContext({ actor: actorOf(person), ...overrides });
const eventsOf = async (id: string) =>
  (await db.select().from(auditEvents).where(eq(auditEvents.targetId, id)).orderBy(auditEvents.id)).map(
    ({ after }) => after,
  );

it("keeps the same search once, by its normal form, and changes only whether it is watched", async () => {
  const me = await makeMentee(db);
  const ctx = as(me);
  const { id } = await saveSearch(ctx, { address: "page=3&q=%20welding%20&lang=tr&nonsense=1" });
  expect(ctx.roundTrips()).toBe(2);
  expect(await saveSearch(as(me), { address: "lang=tr&q=welding" })).toEqual({ id });
  expect(await saveSearch(as(me), { address: "lang=tr&q=welding", watched: false })).toEqual({ id });
  expect(await listSavedSearches(as(me))).toEqual([
    {
      id,
      address: "q=welding&lang=tr",
      query: "welding",
      watched: false,
      createdAt: expect.any(String),
      hits: [],
    },
  ]);
  expect(await eventsOf(id)).toEqual([{ watched: true }, { watched: false }]);
});

it("begins to look anew when a search is watched again", async () => {
  const me = await makeMentee(db);
  const at = (day: number) => ({ now: () => new Date(Date.UTC(2026, 0, day)) });
  const { id } = await saveSearch(as(me, at(1)), { address: "q=sewing", watched: false });
  await saveSearch(as(me, at(9)), { address: "q=sewing" });
  const [row] = await db.select().from(savedSearches).where(eq(savedSearches.id, id));
  expect(row).toMatchObject({ watched: true, checkedAt: at(9).now() });
});

it("keeps nothing that asks for nothing, nothing too long, and no more than there can be", async () => {
  const me = await makeMentee(db);
  const invalid = { code: "invalid_input", fields: { address: expect.any(String) } };
  for (const address of ["", "page=2", `q=${"x".repeat(4001)}`])
    await expect(saveSearch(as(me), { address })).rejects.toMatchObject(invalid);
  await db.insert(savedSearches).values(
    Array.from({ length: MAX_SAVED_SEARCHES }, (_, at) => ({
      id: newId(),
      userId: me.id,
      address: `q=${at}`,
      query: String(at),
      checkedAt: new Date(),
    })),
  );
  await expect(saveSearch(as(me), { address: "q=one+more" })).rejects.toMatchObject({ code: "conflict" });
  await expect(saveSearch(as(me), { address: "q=7" })).resolves.toEqual({ id: expect.any(String) });
});

it("lists whom a search found, without who can't be seen any more, beside the marks, in one round trip", async () => {
  const me = await makeMentee(db);
  const { id } = await saveSearch(as(me), { address: "q=ceramics" });
  const [shown, hidden] = [await makeMentor(db), await makeMentor(db, { visibility: "hidden" })];
  const at = new Date("2026-03-01T00:00:00Z");
  for (const { id: mentorId } of [shown, hidden])
    await db.insert(savedSearchHits).values({ savedSearchId: id, mentorId, at });
  const ctx = as(me);
  const { searches, saved, notInterested } = await loadSaved(ctx);
  expect(ctx.roundTrips()).toBe(1);
  expect(searches[0]!.hits).toEqual([
    { userId: shown.id, name: shown.name, headline: shown.profile.headline, at: at.toISOString() },
  ]);
  expect([saved, notInterested]).toEqual([[], []]);
});

it("deletes one's own search with its hits, and leaves those of others alone", async () => {
  const [me, other, mentor] = [await makeMentee(db), await makeMentee(db), await makeMentor(db)];
  const { id } = await saveSearch(as(me), { address: "q=ceramics" });
  await db.insert(savedSearchHits).values({ savedSearchId: id, mentorId: mentor.id });
  await unsaveSearch(as(other), { id });
  expect(await listSavedSearches(as(me))).toHaveLength(1);
  expect(await listSavedSearches(as(other))).toEqual([]);
  await unsaveSearch(as(me), { id });
  await unsaveSearch(as(me), { id });
  expect(await listSavedSearches(as(me))).toEqual([]);
  expect(await eventsOf(id)).toEqual([{ watched: true }, {}]);
});

it("refuses strangers", async () => {
  const refused = { code: "not_signed_in" };
  await expect(saveSearch(testContext(), { address: "q=x" })).rejects.toMatchObject(refused);
  await expect(unsaveSearch(testContext(), { id: newId() })).rejects.toMatchObject(refused);
  await expect(listSavedSearches(testContext())).rejects.toMatchObject(refused);
  await expect(loadSaved(testContext())).rejects.toMatchObject(refused);
});

it("tells of somebody new by one's own words, once a mentor, and only while it is so", async () => {
  const me = await makeMentee(db);
  const { id } = await saveSearch(as(me), { address: "q=my%20knots%20slip" });
  const [mentor, hidden] = [
    await makeMentor(db, { user: { name: "Ida\nNew" } }),
    await makeMentor(db, { visibility: "hidden" }),
  ];
  const ctx = testJobContext();
  const job = { userId: me.id, savedSearchId: id, mentorId: mentor.id };
  await notifySearch(ctx, job);
  await notifySearch(ctx, { ...job, mentorId: hidden.id });
  await notifySearch(ctx, { ...job, userId: mentor.id });
  await saveSearch(as(me), { address: "q=my%20knots%20slip", watched: false });
  await notifySearch(ctx, job);
  expect(ctx.effects.delivered).toEqual([
    {
      userId: me.id,
      notification: {
        key: `search.new-mentor:${mentor.id}`,
        kind: "search.new-mentor",
        title: "Somebody new fits: Ida New.",
        preview: "my knots slip",
        href: `/mentors/${mentor.id}?q=my+knots+slip`,
      },
    },
  ]);
  newNotificationSchema.parse(ctx.effects.delivered[0]!.notification);
  const other = await saveSearch(as(me), { address: "lang=tr" });
  await notifySearch(ctx, { ...job, savedSearchId: other.id });
  expect(ctx.effects.delivered[1]!.notification).toMatchObject({ href: `/mentors/${mentor.id}` });
  expect(ctx.effects.delivered[1]!.notification).not.toHaveProperty("preview");
});
