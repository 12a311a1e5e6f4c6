import { type SQL, sql } from "drizzle-orm";

export interface NearestCandidates {
  /** The need's vector. */
  vector: number[];
  /** Its space: no other is compared. */
  model: string;
  /** Hard filters, on `p` (profiles). May stand in the statement several times. */
  condition: SQL;
  /** At most so many people, the nearest first to go in. */
  limit: number;
}

/** Places of the table that are looked at to guess how many people pass: blocks evenly spread, rows of each. */
const SAMPLED_BLOCKS = 80;
const SAMPLED_ROWS = 5;
/** Cost of a step of the index's walk in units of comparing one more person exactly; measured, see docs/benchmarks.md. */
const WALK_STEP = 4;
/**
 * How many of the nearest so far a walk of an HNSW index keeps in view, and how many lists of an IVFFlat index are read
 * at first. People who write alike stand in crowds, and who keeps fewer in view than a crowd holds never leaves the
 * first one they meet; docs/decisions/ says which index stands when.
 */
const BREADTH = 400;
const LISTS = 60;

/**
 * Goes before the statement in its transaction: what a filter turns away then costs steps, not candidates; and the
 * planner's guesses, which are far too high here, never start a compiler.
 */
export const nearestCandidatesSettings: SQL = sql.raw(`select
  set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', '${BREADTH}', true),
  set_config('jit', 'off', true),
  set_config('ivfflat.iterative_scan', 'relaxed_order', true), set_config('ivfflat.probes', '${LISTS}', true)`);

/**
 * Common table expressions that end with `near (user_id)`: the people who pass `condition` and are nearest to a vector.
 *
 * Two ways lead there. The index of neighbours is walked from the need outwards, past all who don't pass: about
 * limit / share steps, cheap where many pass. Or all who pass are compared: share · people, cheap where few do, and
 * exact. A sample of the table tells the share, whatever the condition is made of, and the cheaper way is taken;
 * the other is never executed. A walk that comes back short (the sample was wrong, or the index gave up) is followed by
 * the comparison, so that a rare filter never costs people.
 */
export function nearestCandidates({ vector, model, condition, limit }: NearestCandidates): SQL[] {
  const need = sql`${JSON.stringify(vector)}::halfvec(384)`;
  const space = sql`e.model = ${model} and e.part = 'profile'`;
  return [
    // by place in the table: TABLESAMPLE would draw a lot for each of its blocks; of few people, none need be seen
    sql`sampled as materialized (
      select count(*) as seen, count(*) filter (where ${condition}) as passing
      from (select ('(' || (block::bigint * relpages / ${SAMPLED_BLOCKS}) || ',' || line || ')')::tid as place
          from pg_class, generate_series(0, ${SAMPLED_BLOCKS} - 1) block, generate_series(1, ${SAMPLED_ROWS}) line
          where oid = 'profiles'::regclass and relpages > 0 and reltuples > ${WALK_STEP * BREADTH}) places
      -- offset: one row is fetched by its place, where a join would read the whole table
      cross join lateral (select * from profiles where ctid = places.place offset 0) p)`,
    // few: share · people <= WALK_STEP · steps, and a walk takes limit / share steps, at least BREADTH
    sql`chosen as materialized (
      select passing = 0 or passing::float8 / seen * reltuples
          <= ${WALK_STEP} * greatest(${BREADTH}, ${limit}::float8 * seen / passing) as few
      from sampled, pg_class where oid = 'profiles'::regclass)`,
    // offset: the planner doesn't know better than the sample, and must begin with the index
    sql`walked as materialized (
      select e.profile_id as user_id from profile_embeddings e
      cross join lateral (select from profiles p where p.user_id = e.profile_id and ${condition} offset 0) passing
      where ${space} and not (select few from chosen)
      order by e.vector <=> ${need} limit ${limit})`,
    // the sum is no operator that the index knows; the choice stands outside, since inside it would still start workers
    sql`compared as materialized (
      select user_id from (
        select p.user_id from profile_embeddings e join profiles p on p.user_id = e.profile_id
        where ${space} and e.vector is not null and ${condition} order by (e.vector <=> ${need}) + 0 limit ${limit}) passing
      where (select few from chosen) or (select count(*) from walked) < ${limit})`,
    sql`near as materialized (select user_id from walked union select user_id from compared)`,
  ];
}
