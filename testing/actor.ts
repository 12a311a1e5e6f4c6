import type { Actor } from "#domain/context.ts";
import { newId } from "#domain/ids.ts";
import { type Role, roles } from "#domain/permissions.ts";

type UserActor = Extract<Actor, { kind: "user" }>;

/** The actor that a sign-in of this user would be, past the onboarding. */
export function actorOf(
  user: { id: string; name: string; email: string; emailVerified: boolean; roles: string[] },
  overrides: Partial<UserActor> = {},
): UserActor {
  return {
    kind: "user",
    id: user.id,
    sessionId: newId(),
    name: user.name,
    email: user.email,
    emailVerified: user.emailVerified,
    roles: roles.filter((role: Role) => user.roles.includes(role)),
    onboarded: true,
    timeZone: "UTC",
    ...overrides,
  };
}
