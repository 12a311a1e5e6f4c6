import { describe, expect, it } from "vitest";
import { clusters } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { tell } from "#domain/notifications/tell.ts";
import { savePreferences } from "#domain/preferences/save-preferences.ts";
import { defaultPreferences, type Preferences } from "#domain/preferences/schema.ts";
import { readUnsubscribeToken } from "#domain/preferences/unsubscribe-token.ts";
import { plainMessage, type RoomSnapshot } from "#domain/rooms/schema.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeMentorship, makeRoom, makeUser } from "#testing/factories.ts";
import { sendDigest } from "./send-digest.ts";
import { sendRequestReceived } from "./send-request-received.ts";
import { sendUnreadMessages } from "./send-unread-messages.ts";
import { sendVerifyEmail } from "./send-verify-email.ts";

const { db } = testContext();

async function personWith(changes: Partial<Preferences>, emailVerified = true) {
  const person = await makeMentee(db, { timeZone: "Asia/Tokyo", user: { emailVerified } });
  const ctx = testContext({ actor: actorOf(person) });
  await savePreferences(ctx, { ...defaultPreferences, ...changes });
  return person;
}

const without = (topic: keyof Preferences["choices"]): Partial<Preferences> => ({
  choices: {
    ...defaultPreferences.choices,
    [topic]: { here: true, mail: false, push: false, digest: false },
  },
});
/** 23:00 to 7:00 in Tokyo; it is half past midnight there. */
const asleep = { quiet: { from: 1380, until: 420 } };
const midnight = () => new Date("2026-11-24T15:30:00Z");
const morning = new Date("2026-11-24T22:00:00Z");

describe("a letter", () => {
  it("carries the one-click way out, signed for its reader and topic", async () => {
    const mentor = await personWith({ digest: "daily" });
    const { id } = await makeMentorship(db, { mentorId: mentor.id });
    const ctx = testJobContext();
    await sendRequestReceived(ctx, { mentorshipId: id });
    const [mail] = ctx.effects.mails;
    const url = /^<(.*)>$/.exec(mail?.headers?.["List-Unsubscribe"] ?? "")?.[1] ?? "";
    expect(mail?.headers?.["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    expect(url).toMatch(/^http:\/\/atas\.test\/unsubscribe\?token=/);
    expect(mail?.text).toContain(url);
    expect(mail?.html).toContain(url);
    const token = new URL(url).searchParams.get("token") ?? "";
    expect(readUnsubscribeToken(ctx, token)).toEqual({ user: mentor.id, from: "requests" });
  });

  it("is not sent to who wants none about its topic", async () => {
    const mentor = await personWith(without("requests"));
    const { id } = await makeMentorship(db, { mentorId: mentor.id });
    const ctx = testJobContext();
    await sendRequestReceived(ctx, { mentorshipId: id });
    expect(ctx.effects.mails).toEqual([]);
  });

  it("waits for the end of quiet hours where its reader lives", async () => {
    const mentor = await personWith(asleep);
    const { id } = await makeMentorship(db, { mentorId: mentor.id });
    const ctx = testJobContext({ now: midnight });
    await expect(sendRequestReceived(ctx, { mentorshipId: id })).rejects.toMatchObject({ until: morning });
    expect(ctx.effects.mails).toEqual([]);
  });

  it("that an account can't do without comes at any hour, and can't be ended", async () => {
    const person = await personWith(asleep, false);
    const ctx = testJobContext({ now: midnight });
    await sendVerifyEmail(ctx, { userId: person.id });
    expect(ctx.effects.mails).toHaveLength(1);
    expect(ctx.effects.mails[0]?.headers).toBeUndefined();
  });
});

describe("telling somebody", () => {
  const fit = {
    key: newId(),
    kind: "search.new-mentor",
    title: "Somebody new fits: Ida.",
    href: "/mentors/1",
  } as const;

  it("is a letter too where they chose one, and a repeat is no double", async () => {
    const { choices } = defaultPreferences;
    const person = await personWith({
      choices: { ...choices, searches: { here: true, mail: true, push: false, digest: false } },
    });
    const ctx = testJobContext();
    await tell(ctx, person.id, { ...fit, preview: "my throat closes" });
    await tell(ctx, person.id, fit);
    expect(ctx.effects.delivered.map(({ userId }) => userId)).toEqual([person.id, person.id]);
    expect(ctx.effects.mails).toMatchObject([{ to: person.email, subject: "Somebody new fits: Ida" }]);
    expect(ctx.effects.mails[0]?.text).toContain("Have a look: http://atas.test/mentors/1");
  });

  it("is the inbox alone at first, and for what has a letter of its own", async () => {
    const person = await makeMentee(db);
    const ctx = testJobContext();
    await tell(ctx, person.id, fit);
    await tell(ctx, person.id, { ...fit, kind: "request.received" });
    expect(ctx.effects.delivered).toHaveLength(2);
    expect(ctx.effects.mails).toEqual([]);
  });
});

describe("the letter about unread messages", () => {
  /** A message that holds "@me" names who is away. */
  async function away(changes: Partial<Preferences>, bodies: string[], read = 1, roomId = newId()) {
    const me = await personWith(changes);
    const lin = await makeUser(db, { name: "Lin <b>" });
    const joinedAt = "2026-11-24T10:00:00.000Z";
    const messages = bodies.map((body, n) => ({
      ...plainMessage,
      ...{ id: newId(), seq: n + 2, version: n + 2, body, sentAt: joinedAt },
      authorId: body.startsWith("mine") ? me.id : lin.id,
      deletedAt: body === "gone" ? joinedAt : null,
      mentions: body.includes("@me") ? [me.id] : [],
    }));
    const snapshot: RoomSnapshot = {
      ...{ lastSeq: bodies.length + 1, messages, more: false, pins: [], former: [], moves: [] },
      members: [me, lin].map(({ id, name }) => ({ userId: id, name, joinedAt })),
      reads: { [me.id]: read },
    };
    const roomReader = { ...testContext().roomReader, snapshot: async () => snapshot };
    const ctx = testJobContext({ roomReader, now: midnight });
    return { me, roomId, ctx };
  }

  it("holds what others wrote and the person has not read, once, and tells the inbox that it is out", async () => {
    const { me, roomId, ctx } = await away(
      {},
      ["seen before", "one\ntwo", "mine", "gone", "<i>three</i>"],
      2,
    );
    await sendUnreadMessages(ctx, { userId: me.id, roomId });
    await sendUnreadMessages(ctx, { userId: me.id, roomId });
    expect(ctx.effects.mails).toHaveLength(1);
    const [mail] = ctx.effects.mails;
    expect(mail).toMatchObject({ to: me.email, subject: "Lin <b> wrote to you" });
    expect(mail?.text).toContain("> one\n> two");
    expect(mail?.html).toContain("&lt;i&gt;three&lt;/i&gt;");
    expect(mail?.text).not.toMatch(/seen before|mine|gone/);
    expect(mail?.text).toContain(`http://atas.test/conversations/${roomId}`);
    expect(ctx.effects.unreadMailed[0]).toEqual({ userId: me.id, roomId });
  });

  it("says how many came before the newest", async () => {
    const { me, roomId, ctx } = await away(
      {},
      Array.from({ length: 11 }, (_, n) => `number ${n}`),
    );
    await sendUnreadMessages(ctx, { userId: me.id, roomId });
    expect(ctx.effects.mails[0]?.text).toContain("after 3 more");
    expect(ctx.effects.mails[0]?.text).not.toContain("number 2");
    expect(ctx.effects.mails[0]?.text).toContain("number 3");
  });

  it.each([
    ["all was read", {}, ["read"], 9],
    ["no such letters are wanted", without("messages"), ["hello"], 1],
  ])("is not sent when %s, and asked for no more", async (_, changes, bodies, read) => {
    const { me, roomId, ctx } = await away(changes, bodies, read);
    await sendUnreadMessages(ctx, { userId: me.id, roomId });
    expect(ctx.effects.mails).toEqual([]);
    expect(ctx.effects.unreadMailed).toEqual([{ userId: me.id, roomId }]);
  });

  async function aCommunity(): Promise<string> {
    const slug = `cluster-${newId().slice(-12)}`;
    await db.insert(clusters).values({ slug, name: `Field ${slug}`, about: "Of a test." });
    return (await makeRoom(db, [], { kind: "community", clusterSlug: slug })).id;
  }
  const wayOutOf = (headers: Record<string, string> = {}) => {
    const url = /^<(.*)>$/.exec(headers["List-Unsubscribe"] ?? "")?.[1] ?? "";
    return readUnsubscribeToken(testContext(), new URL(url).searchParams.get("token") ?? "")?.from;
  };
  const said = ["all of you", "well, @me?", "and so on"];

  it("holds of a community what names the person, as one of their messages, where no more is wanted", async () => {
    const { me, roomId, ctx } = await away({}, said, 1, await aCommunity());
    await sendUnreadMessages(ctx, { userId: me.id, roomId });
    expect(ctx.effects.mails).toHaveLength(1);
    const [mail] = ctx.effects.mails;
    expect(mail?.text).toContain("> well, @me?");
    expect(mail?.text).not.toMatch(/all of you|and so on/);
    expect(wayOutOf(mail?.headers)).toBe("messages");
    expect(ctx.effects.unreadMailed).toEqual([{ userId: me.id, roomId }]);
  });

  it("holds all of a community, with a way out of that alone, where it is wanted, whatever is of messages", async () => {
    const choices = {
      ...{
        ...defaultPreferences.choices,
        communities: { here: true, mail: true, push: false, digest: false },
      },
      messages: { here: true, mail: false, push: false, digest: false },
    };
    const { me, roomId, ctx } = await away({ choices }, said, 1, await aCommunity());
    await sendUnreadMessages(ctx, { userId: me.id, roomId });
    const [mail] = ctx.effects.mails;
    for (const words of said) expect(mail?.text).toContain(`> ${words}`);
    expect(wayOutOf(mail?.headers)).toBe("communities");
  });

  it.each([
    ["nothing in it names the person", {}, ["all of you"], 1],
    ["what names them was read", {}, said, 3],
    ["letters about messages are not wanted", without("messages"), said, 1],
  ])(
    "does not go out for a community when %s, and is asked for no more",
    async (_, changes, bodies, read) => {
      const { me, roomId, ctx } = await away(changes, bodies, read, await aCommunity());
      await sendUnreadMessages(ctx, { userId: me.id, roomId });
      expect(ctx.effects.mails).toEqual([]);
      expect(ctx.effects.unreadMailed).toEqual([{ userId: me.id, roomId }]);
    },
  );

  it("waits for the morning", async () => {
    const { me, roomId, ctx } = await away(asleep, ["hello"]);
    await sendUnreadMessages(ctx, { userId: me.id, roomId });
    expect(ctx.effects.mails).toEqual([]);
    expect(ctx.effects.unreadMailed).toEqual([{ userId: me.id, roomId, untilMs: morning.getTime() }]);
  });
});

describe("the digest", () => {
  const event = (id: number) => ({
    ...{ id, kind: "search.new-mentor" as const, title: `Fit ${id}`, preview: null, href: `/mentors/${id}` },
    ...{ at: "2026-11-24T10:00:00.000Z", readAt: null },
  });
  const withEvents = (count: number) => {
    const ctx = testJobContext();
    ctx.inboxWriter.takeDigest = async () => Array.from({ length: count }, (_, n) => event(n + 1));
    return ctx;
  };

  it("lists what waited, with links, and how many more there are", async () => {
    const person = await personWith({ digest: "weekly" });
    const ctx = withEvents(32);
    await sendDigest(ctx, { userId: person.id });
    const [mail] = ctx.effects.mails;
    expect(mail).toMatchObject({ to: person.email, subject: "Your week on ATAS" });
    expect(mail?.text).toContain("Fit 1\nhttp://atas.test/mentors/1");
    expect(mail?.text).toContain("And 2 more.");
    expect(mail?.html).toContain('href="http://atas.test/mentors/30"');
  });

  it("is not sent when nothing happened, or when it was ended meanwhile", async () => {
    const person = await personWith({ digest: "weekly" });
    const ended = await personWith({ quiet: null, digest: "off", ...without("requests") });
    const [quiet, late] = [withEvents(0), withEvents(1)];
    await sendDigest(quiet, { userId: person.id });
    await sendDigest(late, { userId: ended.id });
    expect([...quiet.effects.mails, ...late.effects.mails]).toEqual([]);
  });
});
