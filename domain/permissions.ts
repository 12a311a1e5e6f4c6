import { recordDenial } from "./audit/record-denial.ts";
import type { Actor, ReadContext } from "./context.ts";
import { DomainError } from "./errors.ts";

export const roles = ["mentee", "mentor", "moderator", "admin", "auditor"] as const;
export type Role = (typeof roles)[number];

/** `verb:noun:scope`. `own` means that the verb's own `where` names the actor. */
export type Permission =
  | "read:mentor:any"
  | "read:profile:own"
  | "update:profile:own"
  | "read:skill:any"
  | "propose:skill:own"
  | "read:connection:own"
  | "invite:connection:own"
  | "accept:connection:own"
  | "decline:connection:own"
  | "withdraw:connection:own"
  | "remove:connection:own"
  | "read:block:own"
  | "update:block:own"
  | "read:mark:own"
  | "update:mark:own"
  | "read:saved-search:own"
  | "update:saved-search:own"
  | "read:recommendation:own"
  | "create:mentorship:own"
  | "read:mentorship:own"
  | "edit:mentorship:own"
  | "withdraw:mentorship:own"
  | "accept:mentorship:own"
  | "decline:mentorship:own"
  | "end:mentorship:own"
  | "review:mentorship:own"
  | "lapse:mentorship:any"
  | "advance:mentorship:any"
  | "refresh:recommendation:any"
  | "check:saved-search:any"
  | "resume:profile:any"
  | "embed:profile:any"
  | "project:graph:any"
  | "run:outbox:any"
  | "send:mail:any"
  | "notify:user:any"
  | "open:room:any"
  | "close:room:any"
  | "look:room:any"
  | "pace:room:own"
  | "pace:room:any"
  | "remove:message:any"
  | "report:message:own"
  | "read:report:any"
  | "decide:report:any"
  | "enter:room:own"
  | "create:attachment:own"
  | "read:attachment:own"
  | "remove:attachment:any"
  | "update:room-member:own"
  | "read:community:any"
  | "join:community:own"
  | "leave:room:own"
  | "create:group:own"
  | "add:room-member:own"
  | "add:room-member:any"
  | "remove:room-member:own"
  | "remove:room-member:any"
  | "sync:room-member:any"
  | "archive:room:any"
  | "read:notification:own"
  | "update:notification:own"
  | "read:notification-preference:own"
  | "update:notification-preference:own"
  | "update:device:own"
  | "unsubscribe:letter:own"
  | "owe:digest:any"
  | "sign-up:account:own"
  | "verify-email:account:own"
  | "reset-password:account:own"
  | "sign-in:session:own"
  | "sign-out:session:own"
  | "expire:session:any"
  | "read:user:any"
  | "verify:mentor:any"
  | "update:user-role:any"
  | "read:audit:any"
  | "read:dead-letter:any"
  | "replay:dead-letter:any"
  | "approve:skill:any";

const everyone: readonly Permission[] = [
  "read:mentor:any",
  "read:skill:any",
  "sign-up:account:own",
  "verify-email:account:own",
  "reset-password:account:own",
  "sign-in:session:own",
  "unsubscribe:letter:own",
];
const signedIn: readonly Permission[] = [
  "read:profile:own",
  "update:profile:own",
  "propose:skill:own",
  "read:connection:own",
  "invite:connection:own",
  "accept:connection:own",
  "decline:connection:own",
  "withdraw:connection:own",
  "remove:connection:own",
  "read:block:own",
  "update:block:own",
  "read:mark:own",
  "update:mark:own",
  "read:saved-search:own",
  "update:saved-search:own",
  "read:recommendation:own",
  "create:mentorship:own",
  "read:mentorship:own",
  "edit:mentorship:own",
  "withdraw:mentorship:own",
  "end:mentorship:own",
  "review:mentorship:own",
  "enter:room:own",
  "create:attachment:own",
  "read:attachment:own",
  "report:message:own",
  "update:room-member:own",
  "read:community:any",
  "join:community:own",
  "leave:room:own",
  "read:notification:own",
  "update:notification:own",
  "read:notification-preference:own",
  "update:notification-preference:own",
  "update:device:own",
  "sign-out:session:own",
];

/** Of circles: a mentor for people they have to do with, an admin, who coordinates programs, for everybody. */
const makers: readonly Permission[] = ["create:group:own", "add:room-member:own", "remove:room-member:own"];

const byRole: Record<Role, readonly Permission[]> = {
  mentee: signedIn,
  mentor: [...signedIn, "accept:mentorship:own", "decline:mentorship:own", "pace:room:own", ...makers],
  moderator: [
    ...signedIn,
    "read:user:any",
    "verify:mentor:any",
    "approve:skill:any",
    "pace:room:any",
    "remove:message:any",
    "read:report:any",
    "decide:report:any",
    "remove:room-member:any",
  ],
  auditor: [...signedIn, "read:audit:any", "read:user:any"],
  admin: [
    ...signedIn,
    "read:user:any",
    "verify:mentor:any",
    "update:user-role:any",
    "read:audit:any",
    "read:dead-letter:any",
    "replay:dead-letter:any",
    "approve:skill:any",
    "pace:room:any",
    "remove:message:any",
    "read:report:any",
    "decide:report:any",
    ...makers,
    "add:room-member:any",
    "remove:room-member:any",
  ],
};

/** Whether this actor holds the permission. Deny by default; jobs of the system may do everything. */
export function may(actor: Actor, permission: Permission): boolean {
  if (actor.kind === "system") return true;
  if (everyone.includes(permission)) return true;
  return actor.kind === "user" && actor.roles.some((role) => byRole[role].includes(permission));
}

/**
 * The first line of every verb. Records a denial and throws `not_signed_in`, or `not_allowed`.
 * @param targetId what it was about, for the audit trail
 */
export function authorize(ctx: ReadContext, permission: Permission, targetId = "-"): void {
  if (may(ctx.actor, permission)) return;
  ctx.waitUntil(recordDenial(ctx, permission, targetId));
  const code = ctx.actor.kind === "anonymous" ? "not_signed_in" : "not_allowed";
  throw new DomainError(code, { log: `${permission} denied` });
}

/** Like `authorize`, and returns the signed-in person whom an `own` permission is about. */
export function authorizeActor(ctx: ReadContext, permission: Permission, targetId?: string) {
  authorize(ctx, permission, targetId);
  if (ctx.actor.kind !== "user") throw new DomainError("not_signed_in");
  return ctx.actor;
}

/** Like `authorizeActor`, and returns the person's id alone. */
export const authorizeUser = (ctx: ReadContext, permission: Permission, targetId?: string): string =>
  authorizeActor(ctx, permission, targetId).id;
