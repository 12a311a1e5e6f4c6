import { and, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { savedSearches } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { toDomainError } from "../errors.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { authorize } from "../permissions.ts";
import { findNewFits, type NewFit, type WatchedSearch } from "./find-new-fits.ts";

const BATCH = 50;
/** A change that says when it was made may be committed a moment later. */
const SETTLES_MS = 10_000;

/**
 * Compares watched searches, the longest unchecked first, with the mentors who became findable since, and owes word
 * of each who fits. Costs one look-up while nobody is new. Any number may run at once: a search moves on once.
 * @returns how many new fits were found
 */
export async function checkSavedSearches(ctx: JobContext): Promise<number> {
  authorize(ctx, "check:saved-search:any");
  const upTo = new Date(ctx.now().getTime() - SETTLES_MS);
  let found = 0;
  const without: WatchedSearch[] = [];
  for (const search of await loadDue(ctx, upTo)) {
    try {
      const fits = await findNewFits(ctx, search, upTo);
      if (fits.length === 0) without.push(search);
      else if (await record(ctx, search, fits, upTo)) found += fits.length;
    } catch (error) {
      // It stays unchecked; the others go on.
      const { code, message } = toDomainError(error);
      ctx.log.warn("saved search not checked", {
        "labels.saved_search": search.id,
        "error.code": code,
        reason: message,
      });
    }
  }
  await moveOn(ctx, without, upTo);
  return found;
}

const dueSchema = z.object({
  id: z.string(),
  userId: z.string(),
  timeZone: z.string(),
  address: z.string(),
  checkedAt: z.coerce.date(),
});

async function loadDue(ctx: JobContext, upTo: Date): Promise<WatchedSearch[]> {
  const { rows } = await ctx.db.execute(sql`
    select s.id, s.user_id as "userId", p.time_zone as "timeZone", s.address,
      to_char(s.checked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "checkedAt"
    from saved_searches s join profiles p on p.user_id = s.user_id
    where s.watched and s.checked_at < (
      select max(findable_since) from profiles where findable_since <= ${upTo.toISOString()}::timestamptz)
    order by s.checked_at, s.id limit ${BATCH}`);
  return z.array(dueSchema).parse(rows);
}

function record(ctx: JobContext, search: WatchedSearch, fits: NewFit[], upTo: Date): Promise<boolean> {
  const { id: savedSearchId, userId } = search;
  const ids = fits.map(({ mentorId }) => mentorId);
  return commitChange(ctx, {
    change: ctx.db
      .update(savedSearches)
      .set({ checkedAt: upTo })
      .where(and(eq(savedSearches.id, savedSearchId), asItWas(search)))
      .returning(),
    after: [
      {
        name: "hits",
        query: sql`insert into saved_search_hits (saved_search_id, mentor_id, at)
          select changed.id, value::uuid, ${ctx.now().toISOString()}::timestamptz
          from changed cross join jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) on conflict do nothing`,
      },
    ],
    audit: {
      action: "saved-search.matched",
      targetType: "saved-search",
      targetId: savedSearchId,
      after: { mentors: ids },
    },
    jobs: fits
      .filter(({ told }) => !told)
      .map(({ mentorId }) => ({ kind: "live.notify-search", userId, savedSearchId, mentorId })),
  });
}

/** Checked meanwhile by another run, or watched anew: then this run's answer is not the one that counts. */
const asItWas = ({ checkedAt }: WatchedSearch) =>
  sql`date_trunc('milliseconds', ${savedSearches.checkedAt}) = ${checkedAt.toISOString()}::timestamptz`;

async function moveOn(ctx: JobContext, searches: WatchedSearch[], upTo: Date): Promise<void> {
  if (searches.length === 0) return;
  const ids = searches.map(({ id }) => id);
  // unaudited: it says only how far the list has been read
  await ctx.db
    .update(savedSearches)
    .set({ checkedAt: sql`greatest(${savedSearches.checkedAt}, ${upTo.toISOString()}::timestamptz)` })
    .where(inArray(savedSearches.id, ids));
}
