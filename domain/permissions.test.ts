import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditDenials } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeUser } from "#testing/factories.ts";
import type { Actor } from "./context.ts";
import { newId } from "./ids.ts";
import { authorize, authorizeUser, may, type Permission, type Role, roles } from "./permissions.ts";

type Who = Role | "anonymous" | "no-role";

const members: Who[] = ["mentee", "mentor", "moderator", "auditor", "admin"];
const everybody: Who[] = ["anonymous", "no-role", ...members];
const jobsAlone: Who[] = [];

/** Who may, written out. A new permission doesn't compile until it is decided here. */
const table: Record<Permission, Who[]> = {
  "read:mentor:any": everybody,
  "read:skill:any": everybody,
  "sign-up:account:own": everybody,
  "verify-email:account:own": everybody,
  "reset-password:account:own": everybody,
  "sign-in:session:own": everybody,
  "unsubscribe:letter:own": everybody,
  "read:profile:own": members,
  "update:profile:own": members,
  "propose:skill:own": members,
  "read:connection:own": members,
  "invite:connection:own": members,
  "accept:connection:own": members,
  "decline:connection:own": members,
  "withdraw:connection:own": members,
  "remove:connection:own": members,
  "read:block:own": members,
  "update:block:own": members,
  "read:mark:own": members,
  "update:mark:own": members,
  "read:saved-search:own": members,
  "update:saved-search:own": members,
  "read:recommendation:own": members,
  "create:mentorship:own": members,
  "read:mentorship:own": members,
  "edit:mentorship:own": members,
  "withdraw:mentorship:own": members,
  "end:mentorship:own": members,
  "review:mentorship:own": members,
  "enter:room:own": members,
  "create:attachment:own": members,
  "read:attachment:own": members,
  "update:room-member:own": members,
  "sync:room-member:any": jobsAlone,
  "read:community:any": members,
  "join:community:own": members,
  "leave:room:own": members,
  "create:group:own": ["mentor", "admin"],
  "add:room-member:own": ["mentor", "admin"],
  "add:room-member:any": ["admin"],
  "remove:room-member:own": ["mentor", "admin"],
  "remove:room-member:any": ["moderator", "admin"],
  "read:notification:own": members,
  "update:notification:own": members,
  "read:notification-preference:own": members,
  "update:notification-preference:own": members,
  "update:device:own": members,
  "sign-out:session:own": members,
  "accept:mentorship:own": ["mentor"],
  "decline:mentorship:own": ["mentor"],
  "pace:room:own": ["mentor"],
  "pace:room:any": ["moderator", "admin"],
  "remove:message:any": ["moderator", "admin"],
  "report:message:own": members,
  "read:report:any": ["moderator", "admin"],
  "decide:report:any": ["moderator", "admin"],
  "read:user:any": ["moderator", "auditor", "admin"],
  "verify:mentor:any": ["moderator", "admin"],
  "approve:skill:any": ["moderator", "admin"],
  "update:user-role:any": ["admin"],
  "read:audit:any": ["auditor", "admin"],
  "read:dead-letter:any": ["admin"],
  "replay:dead-letter:any": ["admin"],
  "lapse:mentorship:any": jobsAlone,
  "advance:mentorship:any": jobsAlone,
  "refresh:recommendation:any": jobsAlone,
  "check:saved-search:any": jobsAlone,
  "resume:profile:any": jobsAlone,
  "embed:profile:any": jobsAlone,
  "project:graph:any": jobsAlone,
  "run:outbox:any": jobsAlone,
  "send:mail:any": jobsAlone,
  "notify:user:any": jobsAlone,
  "open:room:any": jobsAlone,
  "close:room:any": jobsAlone,
  "look:room:any": jobsAlone,
  "archive:room:any": jobsAlone,
  "remove:attachment:any": jobsAlone,
  "expire:session:any": jobsAlone,
  "owe:digest:any": jobsAlone,
};

const withRoles = (...held: Role[]): Actor =>
  actorOf({ id: newId(), name: "Ada", email: "ada@people.example", emailVerified: true, roles: held });

function actorFor(who: Who): Actor {
  if (who === "anonymous") return { kind: "anonymous" };
  return who === "no-role" ? withRoles() : withRoles(who);
}

describe.each(Object.entries(table) as [Permission, Who[]][])("%s", (permission, allowed) => {
  it.each(everybody)("for %s", (who) => {
    expect(may(actorFor(who), permission)).toBe(allowed.includes(who));
  });

  it("for a job of the system", () => {
    expect(may({ kind: "system", job: "test" }, permission)).toBe(true);
  });
});

it("adds up what several roles may", () => {
  const both = withRoles("mentor", "auditor");
  expect(may(both, "accept:mentorship:own")).toBe(true);
  expect(may(both, "read:audit:any")).toBe(true);
  expect(may(both, "update:user-role:any")).toBe(false);
});

it("has decided for every role", () => {
  expect(new Set(members)).toEqual(new Set(roles));
});

it("asks a stranger to sign in, tells a member no, and records both", async () => {
  const stranger = testContext({ ip: `2001:db8::${newId()}` });
  const member = testContext({ actor: actorOf(await makeUser(testContext().db)) });
  const refuse = (ctx: typeof member) => () => authorize(ctx, "read:audit:any", "target-1");
  expect(refuse(stranger)).toThrow(expect.objectContaining({ code: "not_signed_in" }));
  expect(refuse(member)).toThrow(expect.objectContaining({ code: "not_allowed" }));
  await Promise.all([stranger.settled(), member.settled()]);
  for (const { requestId } of [stranger, member]) {
    const rows = await member.db.select().from(auditDenials).where(eq(auditDenials.requestId, requestId));
    expect(rows).toMatchObject([{ action: "read:audit:any", targetId: "target-1", count: 1 }]);
  }
});

it("knows whose own it is only for a person", () => {
  const actor = withRoles("mentee");
  expect(authorizeUser(testContext({ actor }), "read:profile:own")).toBe(actor.kind === "user" && actor.id);
  const job = testContext({ actor: { kind: "system", job: "test" } });
  expect(() => authorizeUser(job, "read:profile:own")).toThrow(
    expect.objectContaining({ code: "not_signed_in" }),
  );
});
