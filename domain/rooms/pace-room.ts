import { and, eq, ne, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { mentorships, rooms } from "#db/tables/index.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { Actor, ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser, may } from "../permissions.ts";
import { MAX_SLOW_SECONDS } from "./schema.ts";

const inputSchema = z.object({
  roomId: z.uuid(),
  seconds: z.coerce.number().int().min(0).max(MAX_SLOW_SECONDS),
});

/**
 * Sets a room's slow mode: how many seconds each member waits between two of their messages; 0 ends it. The mentor of
 * its mentorship or the maker of the group may, and who moderates. It holds for whoever sets it too. A repeat changes nothing.
 * @throws DomainError `not_signed_in`, `not_allowed`, `invalid_input`, `not_found` (somebody else's room)
 */
export async function paceRoom(ctx: ReadContext, raw: { roomId: string; seconds: unknown }): Promise<void> {
  const any = may(ctx.actor, "pace:room:any");
  const permission = any ? "pace:room:any" : "pace:room:own";
  const userId = authorizeUser(ctx, permission, raw.roomId.slice(0, 100));
  const { roomId, seconds } = parseInput(inputSchema, raw);
  const isTheirs = and(eq(rooms.id, roomId), any ? undefined : mentoredBy(userId));
  const written = await commitChange(ctx, {
    change: ctx.db
      .update(rooms)
      .set({ slowSeconds: seconds })
      .where(and(isTheirs, ne(rooms.slowSeconds, seconds)))
      .returning({ id: rooms.id }),
    audit: { action: "room.paced", targetType: "room", targetId: roomId, after: { slowSeconds: seconds } },
    jobs: [{ kind: "live.look-at-room", roomId }],
  });
  if (written) return;
  const [known] = await ctx.db.select({ id: rooms.id }).from(rooms).where(isTheirs);
  if (known) return;
  ctx.waitUntil(recordDenial(ctx, permission, roomId));
  throw new DomainError("not_found", { log: "not the mentor of this room" });
}

const mentoredBy = (userId: string): SQL => sql`(${rooms.makerId} = ${userId}::uuid or exists (
  select 1 from ${mentorships}
  where ${mentorships.id} = ${rooms.mentorshipId} and ${mentorships.mentorId} = ${userId}::uuid))`;

/** Whether this person may set the slow mode of a room whose mentor, or maker, is `mentorId`. */
export const mayPace = (actor: Actor, mentorId: string | null): boolean =>
  may(actor, "pace:room:any") ||
  (actor.kind === "user" && actor.id === mentorId && may(actor, "pace:room:own"));
