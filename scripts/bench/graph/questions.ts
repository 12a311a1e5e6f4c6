import { type SQL, sql } from "drizzle-orm";
import { THREE_STEPS, TWO_STEPS } from "#domain/recommendations/steps.ts";
import { circle, wayOfThree } from "#domain/search/circle.ts";
import { readerTables } from "#domain/search/mentor-cards.ts";

/** One question to both stores, with the same caps and the same rules of who counts. */
export interface Question {
  name: string;
  cypher: string;
  sql: (asked: Asked) => SQL;
}

export interface Asked {
  userId: string;
  fromId: string;
  toId: string;
}

const mentorsBy = (steps: string) => `
MATCH (me:Person {id: $userId})
CALL (me) {${steps}
}
WITH me, m, score WHERE m <> me AND m.mentor AND m.visible AND m.openings > 0
RETURN m.id AS id, score ORDER BY score DESC, id LIMIT 20`;

/** Who knows `id`, from both sides of the pair. */
const knows = (id: SQL, limit: number) => sql`(
  (select high_id as id from connections where low_id = ${id} and state = 'connected' limit ${limit})
  union all
  (select low_id from connections where high_id = ${id} and state = 'connected' limit ${limit}))`;
const FAR = 1_000_000;
const degreeOf = (id: SQL) => sql`(select count(*) from ${knows(id, FAR)} all_of_theirs)`;
/** Friends of the person, the least connected first. */
const friends = (userId: string, limit: number) => sql`friends as materialized (
  select f.id, ${degreeOf(sql`f.id`)} as degree from ${knows(sql`${userId}::uuid`, FAR)} f
  join profiles p on p.user_id = f.id and p.visibility <> 'hidden' order by degree limit ${limit})`;
const mentor = sql`m.is_mentor and m.visibility <> 'hidden' and m.capacity > m.active_mentees`;
const weight = (degree: SQL) => sql`1 / ln(1 + greatest(${degree}, 2))`;

const twoSteps = ({ userId }: Asked) => sql`
  with ${friends(userId, 150)}
  select m.user_id as id, 0.8 * least(1, sum(${weight(sql`f.degree`)})) as score
  from friends f cross join lateral (select id from ${knows(sql`f.id`, 150)} k limit 150) step
  join profiles m on m.user_id = step.id
  where ${mentor} and m.user_id <> ${userId}::uuid
  group by m.user_id order by score desc, id limit 20`;

const threeSteps = ({ userId }: Asked) => sql`
  with ${friends(userId, 50)},
    further as materialized (
      select g.id, g.near, ${degreeOf(sql`g.id`)} as degree from (
        select step.id, sum(${weight(sql`f.degree`)}) as near
        from friends f cross join lateral (
          select k.id from ${knows(sql`f.id`, 30)} k join profiles p on p.user_id = k.id and p.visibility <> 'hidden'
          limit 30) step
        group by step.id order by near desc limit 300) g)
  select m.id, 0.3 * least(1, sum(g.near * ${weight(sql`g.degree`)})) as score
  from further g cross join lateral (
    select m.user_id as id from ${knows(sql`g.id`, FAR)} k join profiles m on m.user_id = k.id
    where ${mentor} limit 30) m
  where m.id <> ${userId}::uuid
  group by m.id order by score desc, id limit 20`;

/** The product's own. */
const path = ({ fromId, toId }: Asked) => {
  const reader = { userId: fromId, timeZone: "UTC", now: new Date() };
  return sql`with ${readerTables(reader)}, ${circle(reader)} select coalesce(
    (select json_build_array(other_id) from mine where other_id = ${toId}::uuid),
    (select json_build_array(${toId}::uuid) from circle where user_id = ${toId}::uuid),
    ${wayOfThree(reader, sql`${toId}::uuid`)}) as ids`;
};

/** The shortest way of at most three steps. */
const SHORTEST_PATH = `
MATCH (a:Person {id: $fromId}), (b:Person {id: $toId})
MATCH way = shortestPath((a)-[:CONNECTED*..3]-(b)) WHERE all(n IN nodes(way) WHERE n.visible OR n = a)
RETURN [n IN nodes(way) | n.id] AS ids`;

export const questions: Question[] = [
  { name: "two steps", cypher: mentorsBy(TWO_STEPS), sql: twoSteps },
  { name: "three steps", cypher: mentorsBy(THREE_STEPS), sql: threeSteps },
  { name: "path", cypher: SHORTEST_PATH, sql: path },
];
