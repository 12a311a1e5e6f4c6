import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { savedSearches } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { beginning, oneLine } from "../mail/words.ts";
import type { Job } from "../outbox/jobs.ts";
import { authorize } from "../permissions.ts";
import { parseSearch } from "../search/address.ts";
import { mayBeFound } from "../search/filters.ts";
import { tell } from "./tell.ts";

type SearchJob = Omit<Extract<Job, { kind: "live.notify-search" }>, "kind">;

/** Characters of one's own words that a notification shows. */
const PREVIEW_LENGTH = 160;

/**
 * Tells a person of somebody new who fits a search of theirs; nothing when the mentor can't be found any more, or the
 * search is not kept or not watched. The mentor is the inbox's key: nobody is announced twice, whatever the search.
 */
export async function notifySearch(
  ctx: JobContext,
  { userId, savedSearchId, mentorId }: SearchJob,
): Promise<void> {
  authorize(ctx, "notify:user:any", userId);
  const [search] = await ctx.db
    .select({ query: savedSearches.query, address: savedSearches.address })
    .from(savedSearches)
    .where(
      and(
        eq(savedSearches.id, savedSearchId),
        eq(savedSearches.userId, userId),
        eq(savedSearches.watched, true),
      ),
    );
  if (!search) return;
  const { filters } = parseSearch(new URLSearchParams(search.address));
  const { rows } = await ctx.db.execute(sql`
    select u.name from profiles p join users u on u.id = p.user_id
    where p.user_id = ${mentorId}::uuid and ${mayBeFound({ readerId: userId, now: ctx.now(), filters })}`);
  const [mentor] = z.array(z.object({ name: z.string() })).parse(rows);
  if (!mentor) return;
  const words = beginning(oneLine(search.query), PREVIEW_LENGTH);
  await tell(ctx, userId, {
    key: `search.new-mentor:${mentorId}`,
    kind: "search.new-mentor",
    title: `Somebody new fits: ${beginning(oneLine(mentor.name), 100)}.`,
    ...(words && { preview: words }),
    href: `/mentors/${mentorId}${words && `?${new URLSearchParams({ q: words })}`}`,
  });
}
