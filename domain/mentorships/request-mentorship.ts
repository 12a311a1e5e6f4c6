import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { mentorships, profiles, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { visibleTo } from "../profiles/visible-to.ts";
import { DAYS_TO_ANSWER, type RequestInput, requestInputSchema } from "./schema.ts";

/**
 * Asks a mentor. With a free place the request is pending and lapses after `DAYS_TO_ANSWER` days; a full mentor
 * (taken, offered and waited-for places count) can be asked for a place in line, which is `waiting`.
 * The same id again by the same person is the same request: nothing is written or sent twice.
 * @throws DomainError `invalid_input`, `not_found` (no such mentor to be seen), `no_capacity` (a place in line is
 * possible: ask again with `joinLine`), `conflict` (there is an open request between the two, or the mentor pauses)
 */
export async function requestMentorship(ctx: ReadContext, raw: RequestInput) {
  const menteeId = authorizeUser(ctx, "create:mentorship:own", raw.mentorId);
  const input = parseInput(requestInputSchema, raw);
  const asked = { ...input, menteeId };
  const found = await check(ctx, asked);
  if (found.same) return { id: input.id, state: found.same.state };

  const written = await commitChange(ctx, {
    change: requestInsert(ctx, asked, found.state),
    audit: {
      action: "mentorship.requested",
      targetType: "mentorship",
      targetId: input.id,
      // The words themselves are private and may have to be erased; the trail may not.
      after: { state: found.state, mentorId: input.mentorId },
    },
    jobs: [
      {
        kind: "live.notify",
        userId: input.mentorId,
        mentorshipId: input.id,
        event: "request.received",
      },
      // A mentor who is full hears by e-mail when the request can be answered.
      ...(found.state === "pending"
        ? [{ kind: "mail.request-received" as const, mentorshipId: input.id }]
        : []),
    ],
  });
  if (written) return { id: input.id, state: found.state };
  const now = await check(ctx, asked);
  if (now.same) return { id: input.id, state: now.same.state };
  throw new DomainError("conflict", { log: "overtaken while asking" });
}

type Asked = {
  id: string;
  mentorId: string;
  menteeId: string;
  goal: string;
  message: string;
  joinLine?: boolean;
};

/** Whether this request may be made, in which state, and whether it has been made already. One round trip. */
async function check(ctx: ReadContext, asked: Asked) {
  if (asked.mentorId === asked.menteeId) {
    throw new DomainError("invalid_input", {
      message: "You can't ask yourself.",
      fields: { mentorId: "You can't ask yourself." },
    });
  }
  const [earlier, [mentor]] = await ctx.db.batch([
    ctx.db
      .select({
        id: mentorships.id,
        state: mentorships.state,
        mine: eq(mentorships.menteeId, asked.menteeId),
      })
      .from(mentorships)
      .where(or(eq(mentorships.id, asked.id), openBetween(asked))),
    ctx.db
      .select({
        name: users.name,
        free: placeFree(asked.mentorId),
        pauses: sql<boolean>`not ${takesPeople(ctx.now())}`,
      })
      .from(profiles)
      .innerJoin(users, eq(users.id, profiles.userId))
      .where(askable(asked)),
  ]);
  const same = earlier.find((request) => request.id === asked.id);
  if (same?.mine === false) throw new DomainError("conflict", { log: "the id belongs to another request" });
  if (same) return { same, state: same.state };
  if (!mentor) throw new DomainError("not_found", { log: "no such mentor, or not to be seen" });
  const [open] = earlier;
  if (open) throw alreadyOpen(open.state, mentor.name);
  if (mentor.pauses) {
    throw new DomainError("conflict", {
      log: "the mentor pauses",
      message: `${mentor.name} takes nobody new for now. Their page says until when.`,
    });
  }
  if (mentor.free) return { state: "pending" as const };
  if (asked.joinLine) return { state: "waiting" as const };
  throw new DomainError("no_capacity", {
    log: "the mentor is full",
    message: `${mentor.name} has no free place now. You can take a place in line and hear when one is free.`,
  });
}

/** The mentor must still be askable, and as free or as full as the state says; an open pair or a known id writes nothing. */
function requestInsert(ctx: ReadContext, asked: Asked, state: "pending" | "waiting"): SQL {
  const now = ctx.now();
  const expiresAt = new Date(now.getTime() + DAYS_TO_ANSWER * 86_400_000).toISOString();
  const free = state === "pending";
  return sql`insert into ${mentorships} (id, mentor_id, mentee_id, state, goal, message, expires_at, queued_at, created_at, updated_at)
    select ${asked.id}::uuid, ${profiles.userId}, ${asked.menteeId}::uuid, ${state}, ${asked.goal}, ${asked.message},
      ${free ? expiresAt : null}::timestamptz, ${free ? null : now.toISOString()}::timestamptz,
      ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
    from ${profiles} where ${askable(asked)} and ${takesPeople(now)} and ${placeFree(asked.mentorId)} = ${free}
    on conflict do nothing returning *`;
}

/** A mentor whom this person may see. */
const askable = ({ mentorId, menteeId }: Asked) =>
  and(eq(profiles.userId, mentorId), eq(profiles.isMentor, true), visibleTo(menteeId));

/** Whether the mentor does not pause. */
const takesPeople = (now: Date) =>
  sql`(${profiles.pausedUntil} is null or ${profiles.pausedUntil} <= ${now.toISOString()}::timestamptz)`;

/** Places that are taken, offered to somebody from the line, or waited for are not free to a newcomer. */
function placeFree(mentorId: string): SQL<boolean> {
  return sql<boolean>`(${profiles.activeMentees} + (select count(*) from ${mentorships} as line
    where line.mentor_id = ${mentorId} and line.queued_at is not null and line.state in ('pending', 'waiting'))
    < ${profiles.capacity})`;
}

function openBetween({ mentorId, menteeId }: Asked) {
  return and(
    eq(mentorships.mentorId, mentorId),
    eq(mentorships.menteeId, menteeId),
    inArray(mentorships.state, ["pending", "waiting", "active"]),
  );
}

function alreadyOpen(state: string, name: string): DomainError {
  const message =
    state === "active"
      ? `${name} is your mentor already.`
      : `You have asked ${name} already. You can change your words or take the request back.`;
  return new DomainError("conflict", { log: `an open request exists: ${state}`, message });
}
