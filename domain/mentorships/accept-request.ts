import { sql } from "drizzle-orm";
import { mentorships, profiles, roomMembers, rooms } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { authorizeUser } from "../permissions.ts";
import { notBlocked } from "../profiles/visible-to.ts";
import { loadOwnRequest } from "./load-own-request.ts";

/**
 * A mentor says yes: the request becomes a mentorship, a place is taken and the room of the two exists.
 * One statement under READ COMMITTED. The request is locked first, so a second accept, a withdrawal or a lapse
 * of it leaves `locked` empty and takes no seat; the seat's row is checked again after waiting for another
 * accept, so the last place goes to one.
 * @returns the new room
 * @throws DomainError `not_found`, `not_allowed`, `conflict`, `no_capacity`
 */
export async function acceptRequest(ctx: ReadContext, { id }: { id: string }) {
  const permission = "accept:mentorship:own";
  const userId = authorizeUser(ctx, permission, id);
  const step = { id, userId, action: "accept", permission } as const;
  const request = await loadOwnRequest(ctx, step);
  if (request.taken >= request.capacity) throw noPlace();

  const roomId = newId();
  const now = ctx.now().toISOString();
  const accepted = await commitChange(ctx, {
    before: [
      {
        name: "locked",
        query: sql`select id, mentor_id from ${mentorships}
          where id = ${id} and mentor_id = ${userId} and state = 'pending'
            and ${notBlocked(userId, sql`mentee_id`)} for update`,
      },
      {
        name: "seat",
        query: sql`update ${profiles} as p set active_mentees = p.active_mentees + 1, version = p.version + 1
          from locked where p.user_id = locked.mentor_id and p.active_mentees < p.capacity returning p.user_id`,
      },
    ],
    change: sql`update ${mentorships} as m set state = ${request.to}, room_id = ${roomId}::uuid, expires_at = null,
        responded_at = ${now}::timestamptz, updated_at = ${now}::timestamptz, version = m.version + 1
      from seat where m.id = ${id} and m.mentor_id = seat.user_id and m.state = 'pending' returning m.*`,
    after: [
      {
        name: "room",
        query: sql`insert into ${rooms} (id, kind, mentorship_id)
          select room_id, 'direct', id from changed returning id`,
      },
      {
        name: "members",
        query: sql`insert into ${roomMembers} (room_id, user_id)
          select room_id, unnest(array[mentor_id, mentee_id]) from changed`,
      },
    ],
    audit: {
      action: "mentorship.accepted",
      targetType: "mentorship",
      targetId: id,
      before: { state: request.state },
      after: { state: request.to, roomId },
    },
    jobs: [
      { kind: "live.open-room", mentorshipId: id },
      { kind: "live.notify", userId: request.menteeId, mentorshipId: id, event: "request.accepted" },
      { kind: "mail.request-accepted", mentorshipId: id },
      { kind: "graph.project-mentorship", mentorshipId: id },
      { kind: "graph.project-person", userId },
      { kind: "graph.refresh-recommendations", userId: request.menteeId },
    ],
  });
  if (!accepted) return explainLoss(ctx, step);
  return { id, roomId };
}

/** Nothing was written: either the request moved on, or the last place went to another one. */
async function explainLoss(ctx: ReadContext, step: Parameters<typeof loadOwnRequest>[1]): Promise<never> {
  const request = await loadOwnRequest(ctx, step);
  if (request.taken >= request.capacity) throw noPlace();
  throw new DomainError("conflict", { log: "overtaken while accepting" });
}

const noPlace = () =>
  new DomainError("no_capacity", {
    log: "all places are taken",
    message:
      "All your places are taken. The request stays open; take more mentees in your profile to accept it.",
  });
