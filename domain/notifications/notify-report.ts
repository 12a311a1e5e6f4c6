import { eq } from "drizzle-orm";
import { reports } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { loadRoomMember } from "../rooms/load-room-member.ts";
import { placeOf } from "../rooms/schema.ts";
import { tell } from "./tell.ts";

/** Of a dismissal no more is said where the message is gone by its author, or its reporter has left and sees neither. */
const words = {
  removed: "A moderator took out the message you reported.",
  stands: "A moderator looked at the message you reported and let it stand.",
  dismissed: "A moderator looked at the message you reported. Nothing more was to be done.",
};

/**
 * Tells who reported a message what came of it, and leads to where they still may read it: neither who decided nor the
 * message's words. Nothing to whoever decided about a report of their own. A report is decided once, so one job is owed
 * for it, whose id is the inbox's key: a repeat is no double.
 */
export async function notifyReport(ctx: JobContext, { reportId }: { reportId: string }): Promise<void> {
  const { roomId, messageId, reporterId, decision, decidedBy } = reports;
  const [report] = await ctx.db
    .select({ roomId, messageId, userId: reporterId, decision, decidedBy })
    .from(reports)
    .where(eq(reports.id, reportId));
  if (!report?.decision || report.userId === report.decidedBy) return;
  authorize(ctx, "notify:user:any", report.userId);
  const { href, stands } = await look(ctx, report);
  const title = report.decision === "dismissed" && stands ? words.stands : words[report.decision];
  await tell(ctx, report.userId, { key: `job:${ctx.jobId}`, kind: "report.decided", title, href });
}

/** What the reporter sees of the message today. */
async function look(
  ctx: JobContext,
  { roomId, messageId, userId }: { roomId: string; messageId: string; userId: string },
): Promise<{ href: string; stands: boolean }> {
  if (!(await loadRoomMember(ctx, { roomId, userId }))) return { href: "/notifications", stands: false };
  const message = (await ctx.roomReader.thread(roomId, messageId)).find(({ id }) => id === messageId);
  const stands = message !== undefined && message.deletedAt === null;
  return { href: `/conversations/${roomId}${message ? placeOf(message) : ""}`, stands };
}
