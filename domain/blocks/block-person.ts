import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { blocks, connections, mentorships, profiles } from "#db/tables/index.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { commitChange } from "../outbox/commit-change.ts";
import type { Job } from "../outbox/jobs.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { visibleTo } from "../profiles/visible-to.ts";
import { type BlockInput, blockInputSchema } from "./schema.ts";

/**
 * Blocks somebody whom the person may see or has had to do with: from then on neither finds, sees, asks or writes to
 * the other. What is between the two ends with it, in one statement: the connection or invitation, open requests, and
 * mentorships, whose rooms close. Blocking twice is blocking once. Two round trips.
 * @throws DomainError `invalid_input`, `not_found` (nobody that the person could know of)
 */
export async function blockPerson(ctx: ReadContext, raw: BlockInput): Promise<void> {
  const permission = "update:block:own";
  const userId = authorizeUser(ctx, permission, raw.userId);
  const { userId: otherId } = parseInput(blockInputSchema, raw);
  if (otherId === userId) throw new DomainError("invalid_input", { message: "You can't block yourself." });
  const pair = { userId, otherId };
  const between = await loadBetween(ctx, pair);
  if (!between.known) {
    ctx.waitUntil(recordDenial(ctx, permission, otherId));
    throw new DomainError("not_found", { log: "nobody whom the person could know of" });
  }
  const { connections: links, mentorships: open } = between;
  await commitChange(ctx, {
    change: sql`insert into ${blocks} as b (blocker_id, blocked_id, at)
      values (${userId}::uuid, ${otherId}::uuid, ${ctx.now().toISOString()}::timestamptz)
      on conflict do nothing returning b.blocked_id`,
    after: endings(ctx, pair),
    audit: {
      action: "person.blocked",
      targetType: "user",
      targetId: otherId,
      after: { connections: links, mentorships: open.map(({ id }) => id) },
    },
    jobs: jobsOf(pair, between),
  });
}

interface Pair {
  userId: string;
  otherId: string;
}

const betweenSchema = z.object({
  known: z.boolean(),
  connections: z.array(z.string()),
  mentorships: z.array(z.object({ id: z.string(), mentorId: z.string(), state: z.string() })),
});
type Between = z.infer<typeof betweenSchema>;

const isPair = ({ userId, otherId }: Pair): SQL => sql`c.low_id = least(${userId}::uuid, ${otherId}::uuid)
  and c.high_id = greatest(${userId}::uuid, ${otherId}::uuid)`;
const areTheTwo = ({ userId, otherId }: Pair): SQL =>
  sql`((m.mentor_id = ${userId}::uuid and m.mentee_id = ${otherId}::uuid)
    or (m.mentor_id = ${otherId}::uuid and m.mentee_id = ${userId}::uuid))`;

/** Whether the person may know that there is such a person, and what has to end. */
async function loadBetween(ctx: ReadContext, pair: Pair): Promise<Between> {
  const { rows } = await ctx.db.execute(sql`
    select exists (select 1 from ${profiles} p where p.user_id = ${pair.otherId}::uuid and ${visibleTo(pair.userId, "p")})
        or exists (select 1 from ${connections} c where ${isPair(pair)})
        or exists (select 1 from ${mentorships} m where ${areTheTwo(pair)}) as known,
      array(select c.id::text from ${connections} c where ${isPair(pair)} and c.state <> 'removed') as connections,
      coalesce((select json_agg(json_build_object('id', m.id, 'mentorId', m.mentor_id, 'state', m.state) order by m.id)
        from ${mentorships} m where ${areTheTwo(pair)} and m.state in ('pending', 'waiting', 'active')), '[]') as mentorships`);
  return betweenSchema.parse(rows[0]);
}

/** A mentorship before its mentor's profile, as everywhere, so that nobody waits in a circle. */
function endings(ctx: ReadContext, pair: Pair): { name: string; query: SQL }[] {
  const now = sql`${ctx.now().toISOString()}::timestamptz`;
  return [
    {
      name: "parted",
      // `updated_at` is the graph's version: two changes never share one
      query: sql`update ${connections} as c set state = 'removed',
          updated_at = greatest(${now}, c.updated_at + interval '1 millisecond')
        from changed where ${isPair(pair)} and c.state <> 'removed' returning c.id`,
    },
    {
      name: "ended",
      query: sql`update ${mentorships} as m set version = m.version + 1, updated_at = ${now}, ended_at = ${now},
          expires_at = null, state = case when m.state = 'active' then 'ended'
            when m.mentee_id = ${pair.userId}::uuid then 'withdrawn' else 'declined' end
        from changed, (select m.id, m.state from ${mentorships} m
          where ${areTheTwo(pair)} and m.state in ('pending', 'waiting', 'active') for update) was
        where m.id = was.id returning m.mentor_id, was.state = 'active' as was_active`,
    },
    {
      name: "seats",
      query: sql`update ${profiles} as p set version = p.version + 1,
          active_mentees = greatest(p.active_mentees - 1, 0)
        from ended where p.user_id = ended.mentor_id and ended.was_active`,
    },
  ];
}

function jobsOf({ userId, otherId }: Pair, { connections: links, mentorships: open }: Between): Job[] {
  return [
    ...links.map((connectionId): Job => ({ kind: "graph.project-connection", connectionId })),
    ...open.flatMap(({ id: mentorshipId, mentorId, state }): Job[] => [
      ...(state === "active"
        ? [
            { kind: "live.close-room" as const, mentorshipId },
            { kind: "graph.project-mentorship" as const, mentorshipId },
            { kind: "graph.project-person" as const, userId: mentorId },
          ]
        : []),
      { kind: "live.advance-line", mentorId },
    ]),
    { kind: "live.look-at-rooms", userId, otherId },
    { kind: "graph.refresh-recommendations", userId },
    { kind: "graph.refresh-recommendations", userId: otherId },
  ];
}
