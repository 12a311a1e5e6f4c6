import { describe, expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, makeRoom } from "#testing/factories.ts";
import { notify } from "./notify.ts";
import { newNotificationSchema } from "./schema.ts";

const db = () => testContext().db;

async function request(overrides: Parameters<typeof makeMentorship>[1] = {}) {
  const mentor = await makeMentor(db(), { user: { name: "Simone Tremblay" } });
  const mentee = await makeMentee(db(), { user: { name: "Elif Demirtaş" } });
  const row = await makeMentorship(db(), { mentorId: mentor.id, menteeId: mentee.id, ...overrides });
  return { mentor, mentee, id: row.id };
}

describe("notify", () => {
  it.each([
    ["request.received", "pending", "mentor", "Elif Demirtaş asks for your help."],
    ["request.received", "waiting", "mentor", "Elif Demirtaş stands in line for a place with you."],
    ["request.edited", "pending", "mentor", "Elif Demirtaş changed the words of a request."],
    ["request.withdrawn", "withdrawn", "mentor", "Elif Demirtaş took a request back."],
    ["request.accepted", "active", "mentee", "Simone Tremblay accepted your request."],
    ["request.declined", "declined", "mentee", "Simone Tremblay can't take you on now."],
    [
      "request.lapsed",
      "lapsed",
      "mentee",
      "Simone Tremblay did not get to your request. It was not about you.",
    ],
    ["place.free", "pending", "mentee", "Simone Tremblay has a free place. Your request is next."],
    ["mentorship.ended", "completed", "mentee", "Simone Tremblay completed your mentorship."],
    ["mentorship.ended", "ended", "mentor", "Elif Demirtaş ended your mentorship."],
    ["mentorship.reviewed", "completed", "mentor", "Elif Demirtaş reviewed your mentorship."],
    ["mentorship.reviewed", "ended", "mentor", "Elif Demirtaş reviewed your mentorship."],
  ] as const)("tells of %s while the request is %s", async (event, state, role, title) => {
    const { id, ...people } = await request({ state, declineReason: "Two trials this month." });
    const ctx = testJobContext();
    await notify(ctx, { userId: people[role].id, mentorshipId: id, event });
    const [{ userId, notification }] = ctx.effects.delivered as [(typeof ctx.effects.delivered)[0]];
    expect(userId).toBe(people[role].id);
    expect(notification).toMatchObject({
      key: `job:${ctx.jobId}`,
      kind: event,
      title,
      href: `/requests/${id}`,
    });
    newNotificationSchema.parse(notification);
  });

  it("leads from an acceptance into the room", async () => {
    const room = await makeRoom(db(), []);
    const { mentee, id } = await request({ state: "active", roomId: room.id });
    const ctx = testJobContext();
    await notify(ctx, { userId: mentee.id, mentorshipId: id, event: "request.accepted" });
    expect(ctx.effects.delivered[0]!.notification.href).toBe(`/conversations/${room.id}`);
  });

  it("shows the first words of a long message, in one line", async () => {
    const { mentor, id } = await request({ message: `${"word ".repeat(400)}\nend 👩🏽‍🔬` });
    const ctx = testJobContext();
    await notify(ctx, { userId: mentor.id, mentorshipId: id, event: "request.received" });
    expect(ctx.effects.delivered[0]!.notification.preview).toMatch(/^(word )+word…$/);
  });

  it("says nothing when the reason is gone, to strangers, or of what does not exist", async () => {
    const { mentor, id } = await request({ state: "withdrawn" });
    const open = await request();
    const ctx = testJobContext();
    await notify(ctx, { userId: mentor.id, mentorshipId: id, event: "request.received" });
    await notify(ctx, { userId: mentor.id, mentorshipId: open.id, event: "request.received" });
    await notify(ctx, { userId: mentor.id, mentorshipId: newId(), event: "request.received" });
    expect(ctx.effects.delivered).toEqual([]);
  });

  it("is the product's alone", async () => {
    const { mentor, id } = await request();
    const ctx = testJobContext({ actor: actorOf(mentor) });
    const attempt = notify(ctx, { userId: mentor.id, mentorshipId: id, event: "request.received" });
    await expect(attempt).rejects.toMatchObject({ code: "not_allowed" });
    await ctx.settled();
  });
});
