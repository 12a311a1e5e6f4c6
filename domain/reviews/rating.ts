import { type SQL, sql } from "drizzle-orm";

/*
 * What a mentor's reviews come to, from the two sums that profiles carry; `alias` is how the statement calls that
 * table. One mean is shown, filtered by and compared: to one place, by Postgres alone, so that no two roundings differ.
 */

/** JSON of `ratingSchema`; null for a mentor without reviews. */
export const ratingOf = (alias: string): SQL => {
  const p = sql.identifier(alias);
  return sql`(case when ${p}.review_count > 0 then json_build_object('count', ${p}.review_count,
    'mean', ${meanOf(alias)}) end)`;
};

/** Mean of the stars, to one place; null without reviews. */
export const meanOf = (alias: string): SQL => {
  const p = sql.identifier(alias);
  return sql`round(${p}.review_stars::numeric / nullif(${p}.review_count, 0), 1)`;
};

/**
 * Weight of what is known before any review, in reviews. Chosen, not measured, by Bühlmann's credibility (H. Bühlmann,
 * "Experience rating and credibility", ASTIN Bulletin 4, 1967): variance of the stars within a mentor over variance
 * between mentors. About 0.9 star within and 0.4 between, which five-star ratings of people come near, make 5.
 */
const PRIOR_REVIEWS = 5;

/**
 * By how many stars a mentor's shrunk mean is above the mean of all (below: negative); 0 without reviews.
 * Shrunk mean = (stars + k · m) / (reviews + k), with m the mean of all and k = `PRIOR_REVIEWS`; less m, that is
 * (stars - reviews · m) / (reviews + k): one happy review moves little, twenty say something. Needs `review_totals`.
 */
export const aboveAll = (alias: string): SQL => {
  const p = sql.identifier(alias);
  const mean = sql`(select stars::float8 / nullif(reviews, 0) from review_totals)`;
  return sql`coalesce((${p}.review_stars - ${p}.review_count * ${mean}) / (${p}.review_count + ${sql.raw(String(PRIOR_REVIEWS))}), 0)`;
};
