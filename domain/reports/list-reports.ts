import { and, count, isNull, ne, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import {
  archivedMessages,
  clusters,
  profiles,
  reports,
  roomMembers,
  rooms,
  users,
} from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { countUpTo, lastPage, pageSize } from "../paging.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { visibleTo } from "../profiles/visible-to.ts";
import { type ReportListInput, type ReportView, reportListInputSchema, reportSchema } from "./schema.ts";

/** Messages before a reported one, and after it, that its reporter shows to the moderators with it. */
const AROUND = 2;
/** Characters of each of them. */
const MAX_AROUND_LENGTH = 600;

/**
 * Reports, 25 a page: the open ones first, whoever waits longest on top; then the decided ones, the latest decision
 * first. With an open one come the reported message and what was written right before and after it where it stands,
 * from the archive: a decided one shows no words any more. Whoever wrote a message learns nothing of its reports, as a
 * moderator neither. One round trip.
 * @returns `total` counts up to 10,000; `open` how many wait
 * @throws DomainError `not_signed_in`, `not_allowed`, `invalid_input`
 */
export async function listReports(
  ctx: ReadContext,
  input: ReportListInput = {},
): Promise<{ reports: ReportView[]; open: number; total: number; page: number; pages: number }> {
  const userId = authorizeUser(ctx, "read:report:any");
  const { page } = parseInput(reportListInputSchema, input);
  const others = ne(reports.authorId, userId);
  const [{ rows }, [opened], [counted]] = await ctx.db.batch([
    ctx.db.execute(selectReports(userId, page)),
    ctx.db
      .select({ open: count() })
      .from(reports)
      .where(and(isNull(reports.decision), others)),
    countUpTo(ctx.db, reports, others),
  ]);
  const total = counted?.total ?? 0;
  return { reports: rows.map(toView), open: opened?.open ?? 0, total, page, pages: lastPage(total) };
}

const selectReports = (userId: string, page: number): SQL => sql`
  select r.id, r.room_id as "roomId", r.message_id as "messageId", coalesce(c.name, room.title) as "roomTitle",
    exists (select 1 from ${roomMembers} m
      where m.room_id = r.room_id and m.user_id = ${userId}::uuid and m.left_at is null) as "isMember",
    json_build_object('id', reporter.id, 'name', reporter.name) as reporter,
    json_build_object('id', author.id, 'name', author.name, 'email', author.email,
      'mentorPage', coalesce(p.is_mentor and ${visibleTo(userId, "p")}, false)) as author,
    r.reason, r.created_at as "createdAt", case when around.body is distinct from r.said_then then r.said_then end as "saidThen", coalesce(around.messages, '[]') as context,
    r.decision, decider.name as "decidedBy", r.decided_at as "decidedAt", r.decision_reason as "decisionReason"
  from (
    select * from ${reports} where author_id <> ${userId}::uuid order by decision is not null, case when decision is null then created_at end,
      decided_at desc, id limit ${pageSize} offset ${(page - 1) * pageSize}
  ) r
  join ${rooms} room on room.id = r.room_id
  left join ${clusters} c on c.slug = room.cluster_slug
  join ${users} reporter on reporter.id = r.reporter_id
  join ${users} author on author.id = r.author_id
  left join ${profiles} p on p.user_id = r.author_id
  left join ${users} decider on decider.id = r.decided_by
  left join lateral (${selectAround}) around on r.decision is null
  order by r.decision is not null, case when r.decision is null then r.created_at end, r.decided_at desc, r.id`;

/** Around the message of `r`: of its thread where it is shown in a thread alone, else of the room. */
const selectAround = sql`
  select max(reported.body) as body, json_agg(json_build_object(
    'id', a.id, 'authorName', u.name, 'sentAt', a.sent_at, 'gone', a.deleted_at is not null,
    'body', case when a.id = r.message_id then a.body else left(a.body, ${MAX_AROUND_LENGTH}) end,
    'files', (select coalesce(json_agg(f ->> 'name'), '[]') from jsonb_array_elements(a.attachments) f)
  ) order by a.seq) as messages
  from ${archivedMessages} reported
  cross join lateral (
    (select * from ${archivedMessages} b where ${standsWith("b")} and b.seq < reported.seq
      order by b.seq desc limit ${AROUND})
    union all select reported.*
    union all
    (select * from ${archivedMessages} b where ${standsWith("b")} and b.seq > reported.seq
      order by b.seq limit ${AROUND})
  ) a
  join ${users} u on u.id = a.author_id
  where reported.room_id = r.room_id and reported.id = r.message_id`;

function standsWith(alias: string): SQL {
  const b = sql.identifier(alias);
  return sql`${b}.room_id = reported.room_id and case when reported.in_room then ${b}.in_room
    else ${b}.thread_id = reported.thread_id or ${b}.id = reported.thread_id end`;
}

const instant = z.coerce.date().transform((date) => date.toISOString());
const rowSchema = z.looseObject({
  createdAt: instant,
  context: z.array(z.looseObject({ sentAt: instant })),
  decision: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  decisionReason: z.string().nullable(),
});

function toView(row: unknown): ReportView {
  const { decision, decidedBy: by, decidedAt: at, decisionReason: reason, ...report } = rowSchema.parse(row);
  return reportSchema.parse({ ...report, decision: decision && { outcome: decision, by, at, reason } });
}
