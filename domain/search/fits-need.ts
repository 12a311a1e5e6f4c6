import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";

/**
 * Somebody fits a need whose best relevance is this at least, or of whose words somebody holds the telling ones. Chosen
 * on judged needs (`npm run eval:search`, docs/benchmarks.md): higher, and too many good answers are called weak.
 */
const RELEVANT = 0.3;
const HELD = 0.06;

/** What is seen of a ranking before it is called a fit. */
export const bestSchema = z.object({
  relevance: z.number().nullable(),
  words: z.number().nullable(),
  understood: z.number(),
});

/** JSON of `bestSchema`, from the tables of `rankMentors`. */
export const bestJson: SQL = sql`(select json_build_object('relevance', max(sure), 'words', max(words),
  'understood', (select count(*) from understood where matched is not null)) from found)`;

/**
 * Whether anybody fits; else those who were found only come nearest. A skill that is said is always answered; one that a
 * language model read between the words makes nobody fit.
 */
export const fitsNeed = ({ relevance, words, understood }: z.infer<typeof bestSchema>): boolean =>
  understood > 0 || (relevance ?? 0) >= RELEVANT || (words ?? 0) >= HELD;

/** Whether somebody of `found` fits by themselves, as a SQL condition: the same bounds, or offers what is named. */
export const personFits: SQL = sql`(found.sure >= ${sql.raw(String(RELEVANT))}
  or found.words >= ${sql.raw(String(HELD))}
  or exists (select 1 from profile_skills ps join understood u on u.slug = ps.skill_slug
    where ps.profile_id = found.user_id and ps.kind = 'offers' and u.matched is not null))`;
