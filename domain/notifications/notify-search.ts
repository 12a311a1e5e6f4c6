import { and, eq } from "drizzle-orm";
import { profiles, savedSearches, users } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { beginning, oneLine } from "../mail/words.ts";
import type { Job } from "../outbox/jobs.ts";
import { authorize } from "../permissions.ts";
import { visibleTo } from "../profiles/visible-to.ts";
import { tell } from "./tell.ts";

type SearchJob = Omit<Extract<Job, { kind: "live.notify-search" }>, "kind">;

/** Characters of one's own words that a notification shows. */
const PREVIEW_LENGTH = 160;

/**
 * Tells a person of somebody new who fits a search of theirs; nothing when the mentor can't be seen any more, or the
 * search is not kept or not watched. The mentor is the inbox's key: nobody is announced twice, whatever the search.
 */
export async function notifySearch(
  ctx: JobContext,
  { userId, savedSearchId, mentorId }: SearchJob,
): Promise<void> {
  authorize(ctx, "notify:user:any", userId);
  const [[search], [mentor]] = await ctx.db.batch([
    ctx.db
      .select({ query: savedSearches.query })
      .from(savedSearches)
      .where(
        and(
          eq(savedSearches.id, savedSearchId),
          eq(savedSearches.userId, userId),
          eq(savedSearches.watched, true),
        ),
      ),
    ctx.db
      .select({ name: users.name })
      .from(profiles)
      .innerJoin(users, eq(users.id, profiles.userId))
      .where(and(eq(profiles.userId, mentorId), eq(profiles.isMentor, true), visibleTo(userId))),
  ]);
  if (!search || !mentor) return;
  const words = beginning(oneLine(search.query), PREVIEW_LENGTH);
  await tell(ctx, userId, {
    key: `search.new-mentor:${mentorId}`,
    kind: "search.new-mentor",
    title: `Somebody new fits: ${beginning(oneLine(mentor.name), 100)}.`,
    ...(words && { preview: words }),
    href: `/mentors/${mentorId}${words && `?${new URLSearchParams({ q: words })}`}`,
  });
}
