import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { emailLog, verifications } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, makeRoom, makeUser } from "#testing/factories.ts";
import { sendPlaceFree } from "./send-place-free.ts";
import { sendRequestAccepted } from "./send-request-accepted.ts";
import { sendRequestReceived } from "./send-request-received.ts";
import { sendResetPassword } from "./send-reset-password.ts";
import { sendVerifyEmail } from "./send-verify-email.ts";

const db = () => testContext().db;
const evil = `<script>alert(1)</script> 👩🏽‍🔬 أعرف أن المشروع`;

async function request(overrides: Parameters<typeof makeMentorship>[1] = {}) {
  const mentor = await makeMentor(db(), { user: { name: "Simone <b>Tremblay</b>" }, timeZone: "Asia/Tokyo" });
  const mentee = await makeMentee(db(), { user: { name: "بدر الصهلاوي" } });
  const row = await makeMentorship(db(), {
    mentorId: mentor.id,
    menteeId: mentee.id,
    goal: `I say yes. ${evil}`,
    message: `${evil}\nsecond line`,
    ...overrides,
  });
  return { mentor, mentee, id: row.id };
}

describe("the letter about a new request", () => {
  it("goes to the mentor, says what was asked and until when, and shows text as text", async () => {
    const { mentor, mentee, id } = await request({ expiresAt: new Date("2026-12-01T20:00:00Z") });
    const ctx = testJobContext();
    await sendRequestReceived(ctx, { mentorshipId: id });
    const [mail] = ctx.effects.mails;
    expect(mail).toMatchObject({ to: mentor.email, idempotencyKey: ctx.jobId });
    expect(mail!.subject).toBe(`${mentee.name} asks for your help`);
    expect(mail!.html).toContain(
      "&lt;script&gt;alert(1)&lt;/script&gt; 👩🏽‍🔬 أعرف أن المشروع<br>second line",
    );
    expect(mail!.html).not.toContain("<script>");
    expect(mail!.html).toContain("Simone &lt;b&gt;Tremblay&lt;/b&gt;");
    expect(mail!.html).toContain("Wednesday 2 December");
    expect(mail!.html).toContain(`href="http://atas.test/requests/${id}"`);
    expect(mail!.text).toContain(`> ${evil}\n> second line`);
    const [log] = await db().select().from(emailLog).where(eq(emailLog.id, ctx.jobId));
    expect(log).toMatchObject({ kind: "mail.request-received", userId: mentor.id });
  });

  it("is sent once a job", async () => {
    const { id } = await request({ expiresAt: null });
    const ctx = testJobContext();
    await sendRequestReceived(ctx, { mentorshipId: id });
    await sendRequestReceived(ctx, { mentorshipId: id });
    expect(ctx.effects.mails).toHaveLength(1);
  });

  it.each(["withdrawn", "active", "declined", "lapsed", "waiting"] as const)(
    "is not sent once it is %s",
    async (state) => {
      const { id } = await request({ state });
      const ctx = testJobContext();
      await sendRequestReceived(ctx, { mentorshipId: id });
      await sendRequestReceived(ctx, { mentorshipId: newId() });
      expect(ctx.effects.mails).toEqual([]);
    },
  );

  it("is the product's alone to send", async () => {
    const { mentor, id } = await request();
    const ctx = testJobContext({ actor: actorOf(mentor) });
    await expect(sendRequestReceived(ctx, { mentorshipId: id })).rejects.toMatchObject({
      code: "not_allowed",
    });
    await ctx.settled();
  });
});

describe("the letter about an acceptance", () => {
  it("leads the mentee to the room", async () => {
    const room = await makeRoom(db(), []);
    const { mentee, id } = await request({ state: "active", roomId: room.id });
    const ctx = testJobContext();
    await sendRequestAccepted(ctx, { mentorshipId: id });
    expect(ctx.effects.mails).toMatchObject([
      { to: mentee.email, subject: "Simone <b>Tremblay</b> said yes" },
    ]);
    expect(ctx.effects.mails[0]!.text).toContain(`http://atas.test/conversations/${room.id}`);
    expect(ctx.effects.mails[0]!.html).not.toMatch(/<b>|<script/);
  });

  it("is not sent once the mentorship is over", async () => {
    const ctx = testJobContext();
    await sendRequestAccepted(ctx, { mentorshipId: (await request({ state: "ended" })).id });
    await sendRequestAccepted(ctx, { mentorshipId: newId() });
    expect(ctx.effects.mails).toEqual([]);
  });
});

describe("the letter about a free place", () => {
  it("tells the first in line, with the day by which the mentor answers", async () => {
    const { mentee, id } = await request({ expiresAt: new Date("2026-12-01T20:00:00Z") });
    const ctx = testJobContext();
    await sendPlaceFree(ctx, { mentorshipId: id });
    expect(ctx.effects.mails).toMatchObject([{ to: mentee.email }]);
    expect(ctx.effects.mails[0]!.text).toContain("has until Tuesday 1 December to answer");
  });

  it("says no day where there is none, and nothing once the request has moved on", async () => {
    const ctx = testJobContext();
    await sendPlaceFree(ctx, { mentorshipId: (await request({ expiresAt: null })).id });
    expect(ctx.effects.mails[0]!.text).not.toContain("has until");
    const moved = testJobContext();
    await sendPlaceFree(moved, { mentorshipId: (await request({ state: "withdrawn" })).id });
    expect(moved.effects.mails).toEqual([]);
  });
});

describe("the letters about an account", () => {
  it("confirm an address by a link, unless it is confirmed", async () => {
    const user = await makeUser(db(), { emailVerified: false, name: evil });
    const ctx = testJobContext();
    await sendVerifyEmail(ctx, { userId: user.id });
    const [mail] = ctx.effects.mails;
    expect(mail).toMatchObject({ to: user.email, subject: "Confirm your e-mail address" });
    expect(mail!.text).toMatch(/http:\/\/atas\.test\/verify-email\?token=\S+/);
    expect(mail!.html).not.toContain("<script>");
    const verified = testJobContext();
    await sendVerifyEmail(verified, { userId: (await makeUser(db())).id });
    await sendVerifyEmail(verified, { userId: newId() });
    expect(verified.effects.mails).toEqual([]);
  });

  it("bring a link to a new password, unless it was used or has expired", async () => {
    const user = await makeUser(db());
    const reset = async (expiresAt: Date) => {
      const row = { id: newId(), identifier: `reset-password:${newId()}`, value: user.id, expiresAt };
      await db().insert(verifications).values(row);
      return row;
    };
    const fresh = await reset(new Date(Date.now() + 60_000));
    const ctx = testJobContext();
    await sendResetPassword(ctx, { verificationId: fresh.id });
    const token = fresh.identifier.slice("reset-password:".length);
    expect(ctx.effects.mails[0]!.text).toContain(`http://atas.test/reset-password?token=${token}`);
    const late = testJobContext();
    await sendResetPassword(late, { verificationId: (await reset(new Date(0))).id });
    await sendResetPassword(late, { verificationId: newId() });
    expect(late.effects.mails).toEqual([]);
  });
});
