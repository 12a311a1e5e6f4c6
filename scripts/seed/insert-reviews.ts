import type pg from "pg";
import { auditEvents, reviews } from "#db/tables/index.ts";
import { bulkInsert } from "./bulk-insert.ts";
import type { SeedMentorship } from "./mentorships.ts";
import { seedId } from "./random.ts";
import { reviewOf } from "./reviews.ts";

const MINUTE_MS = 60_000;

/**
 * Inserts what mentees say of these mentorships, which are new, with audit events and the sums that follow from them.
 * Belongs into the transaction that inserts the mentorships.
 * @param silent mentees who have yet to say something: those who can sign in
 */
export async function insertReviews(
  client: pg.ClientBase,
  items: SeedMentorship[],
  { now, silent }: { now: Date; silent: ReadonlySet<string> },
): Promise<void> {
  const written = items.flatMap(({ id, mentorId, menteeId, ...item }) => {
    const review = silent.has(menteeId) ? null : reviewOf({ id, mentorId, menteeId, ...item });
    if (!review) return [];
    const at = new Date(now.getTime() - review.writtenAgo * MINUTE_MS);
    const { stars, words } = review;
    return [{ mentorshipId: id, mentorId, menteeId, stars, words, createdAt: at, updatedAt: at }];
  });
  if (written.length === 0) return;
  await bulkInsert(client, reviews, written);
  await bulkInsert(
    client,
    auditEvents,
    written.map(({ mentorshipId, stars, words, createdAt }) => ({
      id: seedId(`audit ${mentorshipId} mentorship.reviewed`),
      actorKind: "system" as const,
      actorId: "seed",
      action: "mentorship.reviewed",
      targetType: "mentorship",
      targetId: mentorshipId,
      before: null,
      after: { stars, withWords: words !== "" },
      requestId: "seed",
      at: createdAt,
    })),
  );
  await client.query(
    `update profiles p set review_count = r.reviews, review_stars = r.stars
     from (select mentor_id, count(*) as reviews, sum(stars) as stars from reviews
       where mentor_id = any($1::uuid[]) group by mentor_id) r
     where p.user_id = r.mentor_id`,
    [written.map(({ mentorId }) => mentorId)],
  );
  await client.query(
    `insert into review_totals as t (id, reviews, stars) values (1, $1, $2)
     on conflict (id) do update set reviews = t.reviews + excluded.reviews, stars = t.stars + excluded.stars`,
    [written.length, written.reduce((sum, { stars }) => sum + stars, 0)],
  );
}
