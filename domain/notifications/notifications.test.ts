import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee } from "#testing/factories.ts";
import { makeInboxWriter } from "#worker/clients/inbox.ts";
import { listNotifications } from "./list-notifications.ts";
import { loadInbox } from "./load-inbox.ts";
import { markNotificationsRead } from "./mark-notifications-read.ts";

async function someone(titles: string[] = []) {
  const user = await makeMentee(testContext().db);
  const writer = makeInboxWriter(env.USER_INBOX);
  for (const title of titles) {
    await writer.deliver(user.id, { key: newId(), kind: "request.accepted", title, href: "/requests" });
  }
  return testContext({ actor: actorOf(user) });
}

it("reads the inbox without asking the database", async () => {
  const ctx = await someone(["one", "two"]);
  expect(await loadInbox(ctx)).toEqual({ lastId: 2, unread: 2, rooms: [] });
  expect(ctx.roundTrips()).toBe(0);
});

it("lists notifications newest first, page by page", async () => {
  const ctx = await someone(["one", "two", "three"]);
  const first = await listNotifications(ctx, { limit: 2 });
  expect(first).toMatchObject({ notifications: [{ title: "three" }, { title: "two" }], more: true });
  const before = first.notifications.at(-1)?.id;
  expect(await listNotifications(ctx, { before, limit: 2 })).toMatchObject({
    notifications: [{ title: "one" }],
    more: false,
  });
});

it("marks some or all as read", async () => {
  const ctx = await someone(["one", "two", "three"]);
  expect(await markNotificationsRead(ctx, { ids: [2] })).toMatchObject({ unread: 2 });
  expect(await markNotificationsRead(ctx, { upTo: 3 })).toMatchObject({ unread: 0 });
  const { notifications } = await listNotifications(ctx, {});
  expect(notifications.every(({ readAt }) => readAt !== null)).toBe(true);
});

it("reaches the own inbox alone", async () => {
  await someone(["for somebody else"]);
  const ctx = await someone();
  expect(await loadInbox(ctx)).toMatchObject({ unread: 0 });
});

it("refuses what makes no sense", async () => {
  const ctx = await someone();
  await expect(listNotifications(ctx, { limit: 0 })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(listNotifications(ctx, { before: -1 })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(markNotificationsRead(ctx, { ids: [] })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(markNotificationsRead(ctx, { upTo: 1.5 })).rejects.toMatchObject({ code: "invalid_input" });
});

it.each([
  ["loadInbox", loadInbox],
  ["listNotifications", (ctx: Parameters<typeof loadInbox>[0]) => listNotifications(ctx, {})],
  [
    "markNotificationsRead",
    (ctx: Parameters<typeof loadInbox>[0]) => markNotificationsRead(ctx, { upTo: 1 }),
  ],
])("%s asks strangers to sign in", async (_, verb) => {
  const ctx = testContext();
  await expect(verb(ctx)).rejects.toMatchObject({ code: "not_signed_in" });
  await ctx.settled();
});
