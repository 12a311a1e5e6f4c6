import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, notificationPreferences, outbox } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee } from "#testing/factories.ts";
import { applyPreferences } from "./apply-preferences.ts";
import { loadOwnPreferences } from "./load-own-preferences.ts";
import { oweDigests } from "./owe-digests.ts";
import { readUnsubscribe } from "./read-unsubscribe.ts";
import { savePreferences } from "./save-preferences.ts";
import { defaultPreferences, kindsOf, type Preferences, topicOf, topics } from "./schema.ts";
import { unsubscribe } from "./unsubscribe.ts";
import { makeUnsubscribeToken, readUnsubscribeToken } from "./unsubscribe-token.ts";

const { db } = testContext();

async function somebody(timeZone = "Europe/Istanbul") {
  const person = await makeMentee(db, { timeZone });
  return { person, ctx: testContext({ actor: actorOf(person) }) };
}

const wishes = (changes: Partial<Preferences> = {}): Preferences => ({ ...defaultPreferences, ...changes });
const rowOf = async (userId: string) =>
  (await db.select().from(notificationPreferences).where(eq(notificationPreferences.userId, userId)))[0];
const jobsOf = async (userId: string, kind: string) =>
  (await db.select().from(outbox).where(eq(outbox.kind, kind))).filter(({ payload }) =>
    JSON.stringify(payload).includes(userId),
  );

it("starts everybody alike, and keeps what they choose", async () => {
  const { person, ctx } = await somebody();
  expect(await loadOwnPreferences(ctx)).toEqual({ ...defaultPreferences, timeZone: "Europe/Istanbul" });
  expect(ctx.roundTrips()).toBe(1);
  const chosen = wishes({ quiet: { from: 1320, until: 450 }, digest: "weekly" });
  const saving = testContext({ actor: actorOf(person) });
  expect(await savePreferences(saving, chosen)).toEqual({ version: 1 });
  expect(saving.roundTrips()).toBe(2);
  expect(saving.relayOwed()).toBe(true);
  expect(await loadOwnPreferences(ctx)).toMatchObject({ ...chosen, version: 1 });
  expect((await rowOf(person.id))?.nextDigestAt).not.toBeNull();
  const trail = await db.select().from(auditEvents).where(eq(auditEvents.targetId, person.id));
  expect(trail).toMatchObject([{ action: "notification-preferences.saved", actorId: person.id }]);
  expect(await jobsOf(person.id, "live.apply-preferences")).toHaveLength(1);
});

it("saves the same once, and refuses what was made from an older state", async () => {
  const { ctx } = await somebody();
  await savePreferences(ctx, wishes({ digest: "daily" }));
  expect(await savePreferences(ctx, wishes({ digest: "daily" }))).toEqual({ version: 1 });
  const late = savePreferences(ctx, wishes({ digest: "weekly" }));
  await expect(late).rejects.toMatchObject({ code: "conflict" });
  expect(await savePreferences(ctx, wishes({ digest: "off", version: 1 }))).toEqual({ version: 2 });
});

it.each([
  ["quiet hours of no day", { ...defaultPreferences, quiet: { from: 1440, until: 0 } }],
  ["a topic that is missing", { ...defaultPreferences, choices: {} }],
  ["a period that is none", { ...defaultPreferences, digest: "hourly" }],
])("refuses %s", async (_, raw) => {
  const { ctx } = await somebody();
  await expect(savePreferences(ctx, raw as Preferences)).rejects.toMatchObject({ code: "invalid_input" });
});

it("is for the signed-in", async () => {
  const stranger = testContext();
  await expect(loadOwnPreferences(stranger)).rejects.toMatchObject({ code: "not_signed_in" });
  await expect(savePreferences(stranger, wishes())).rejects.toMatchObject({ code: "not_signed_in" });
  await stranger.settled();
});

it("ends letters by a link without a sign-in, once, and says whose it was in the trail", async () => {
  const { person, ctx } = await somebody();
  await savePreferences(ctx, wishes({ digest: "daily" }));
  const stranger = testContext();
  const token = makeUnsubscribeToken(stranger, { user: person.id, from: "answers" });
  expect(await readUnsubscribe(stranger, { token })).toMatchObject({ from: "answers", on: true });
  expect((await rowOf(person.id))?.version).toBe(1);
  expect(await unsubscribe(stranger, { token })).toMatchObject({ on: false });
  expect(stranger.roundTrips()).toBeLessThanOrEqual(4);
  expect(await unsubscribe(stranger, { token })).toMatchObject({ on: false });
  const { choices, digest, version } = await loadOwnPreferences(ctx);
  expect(choices).toEqual({
    ...defaultPreferences.choices,
    answers: { here: true, mail: false, push: true, digest: false },
  });
  expect({ digest, version }).toEqual({ digest: "daily", version: 2 });
  const [event] = await db
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.targetId, person.id),
        eq(auditEvents.action, "notification-preferences.unsubscribed"),
      ),
    );
  expect(event).toMatchObject({ actorId: person.id, actorKind: "user" });
});

it("ends the digest by its link", async () => {
  const { person, ctx } = await somebody();
  await savePreferences(ctx, wishes({ digest: "daily" }));
  await unsubscribe(testContext(), {
    token: makeUnsubscribeToken(ctx, { user: person.id, from: "digest" }),
  });
  expect(await rowOf(person.id)).toMatchObject({ digest: "off", nextDigestAt: null });
});

it("knows its own links alone", async () => {
  const { person, ctx } = await somebody();
  const token = makeUnsubscribeToken(ctx, { user: person.id, from: "messages" });
  expect(readUnsubscribeToken(ctx, token)).toEqual({ user: person.id, from: "messages" });
  const [words, signature] = token.split(".");
  const other = makeUnsubscribeToken(ctx, { user: newId(), from: "messages" });
  const wrong = [
    "",
    "x",
    `${words}.`,
    `${words}.AAAA`,
    `${other.split(".")[0]}.${signature}`,
    `${words}.${signature}é`,
  ];
  for (const one of wrong) {
    await expect(readUnsubscribe(testContext(), { token: one })).rejects.toMatchObject({ code: "not_found" });
  }
  const elsewhere = { authSecret: "another secret of more than 32 characters" };
  expect(readUnsubscribeToken(elsewhere, token)).toBeNull();
});

it("brings choices to the inbox by a job", async () => {
  const { person, ctx } = await somebody();
  await savePreferences(ctx, wishes({ digest: "daily" }));
  const job = testJobContext();
  await applyPreferences(job, { userId: person.id });
  await applyPreferences(job, { userId: newId() });
  expect(job.effects.preferences).toMatchObject([
    { userId: person.id, preferences: { digest: "daily", version: 1 } },
  ]);
});

it("owes each due digest once, and sets the next", async () => {
  const { person, ctx } = await somebody("Asia/Tokyo");
  await savePreferences(ctx, wishes({ digest: "daily" }));
  const due = new Date("2026-11-20T23:00:00Z");
  await db
    .update(notificationPreferences)
    .set({ nextDigestAt: due })
    .where(eq(notificationPreferences.userId, person.id));
  const now = () => new Date("2026-11-24T23:00:10Z");
  await Promise.all([oweDigests(testJobContext({ now })), oweDigests(testJobContext({ now }))]);
  expect(await jobsOf(person.id, "mail.digest")).toHaveLength(1);
  expect((await rowOf(person.id))?.nextDigestAt?.toISOString()).toBe("2026-11-25T23:00:00.000Z");
});

it("puts every kind of notification under one topic", () => {
  expect(topics.flatMap((topic) => kindsOf(topic).map(topicOf))).toEqual(
    topics.flatMap((topic) => kindsOf(topic).map(() => topic)),
  );
  expect(topics.every((topic) => kindsOf(topic).length > 0)).toBe(true);
});

it("reads choices of before there was push: on where somebody waits, off elsewhere", async () => {
  const { person, ctx } = await somebody();
  const choices = Object.fromEntries(
    topics.map((topic) => [topic, { here: true, mail: false, digest: true }]),
  );
  await db.insert(notificationPreferences).values({ userId: person.id, choices });
  const read = (await loadOwnPreferences(ctx)).choices;
  expect(topics.filter((topic) => read[topic].push)).toEqual(["requests", "answers", "messages"]);
});

it("reads choices of before reports were told of as what everybody starts with", async () => {
  const { person, ctx } = await somebody();
  const { reports, ...choices } = defaultPreferences.choices;
  await db.insert(notificationPreferences).values({ userId: person.id, choices });
  expect((await loadOwnPreferences(ctx)).choices).toEqual({ ...choices, reports });
  expect(reports).toEqual({ here: true, mail: true, push: false, digest: false });
});
