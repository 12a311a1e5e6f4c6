import type { Actor } from "../context.ts";
import { may } from "../permissions.ts";

/** Whether this person may add people to a group, or remove them from it: its maker, and who may in any. */
export const mayKeep = (actor: Actor, act: "add" | "remove", makerId: string | null): boolean =>
  may(actor, `${act}:room-member:any`) ||
  (actor.kind === "user" && actor.id === makerId && may(actor, `${act}:room-member:own`));
