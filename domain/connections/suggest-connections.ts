import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { authorizeUser } from "../permissions.ts";
import { visibleTo } from "../profiles/visible-to.ts";
import { type Suggestion, suggestionSchema } from "./schema.ts";

const SHOWN = 8;
/** The caps of each hop: a hub among one's people costs no more than anybody else. */
const MAX_FRIENDS = 150;
const MAX_PER_FRIEND = 100;
const MAX_OWN_SKILLS = 20;
const MAX_PER_SKILL = 100;
const MAX_EVIDENCE = 3;
/** One skill in common: about a quarter of one person in common. */
const SKILL_WEIGHT = 0.1;

/**
 * People whom the person may know: friends of friends by Adamic and Adar (each person in common counts
 * 1 / ln of how many they know themselves), and those with the same skills, which is all that a newcomer has.
 * Nobody who is hidden, connected, invited or parted before, or marked as not for them. One round trip.
 * @throws DomainError `not_signed_in`
 */
export async function suggestConnections(ctx: ReadContext): Promise<Suggestion[]> {
  const userId = authorizeUser(ctx, "read:connection:own");
  return toSuggestions(await suggestionsQuery(ctx, userId));
}

/** The query behind it, for a page that asks more in the same round trip. */
export function suggestionsQuery(ctx: ReadContext, userId: string) {
  return ctx.db.execute(sql`with ${candidates(userId)}, chosen as materialized (
      select p.user_id, scored.score from scored join profiles p on p.user_id = scored.user_id
      where ${maySuggest(userId)} order by scored.score desc, p.user_id limit ${SHOWN})
    select coalesce(json_agg(json_build_object('userId', u.id, 'name', u.name, 'headline', p.headline,
        'mentor', p.is_mentor, 'mutuals', coalesce(mutual.people, '[]'), 'mutualCount', mutual.number,
        'skills', coalesce(${sharedSkills(userId)}, '[]'))
      order by chosen.score desc, u.id), '[]') as suggestions
    from chosen join users u on u.id = chosen.user_id join profiles p on p.user_id = u.id
    cross join lateral (select count(*)::int as number,
        json_agg(json_build_object('userId', id, 'name', name) order by place)
          filter (where place <= ${MAX_EVIDENCE}) as people
      from (select fu.id, fu.name, row_number() over (order by steps.since, fu.id) as place
        from steps join users fu on fu.id = steps.friend_id where steps.user_id = chosen.user_id) friends) mutual`);
}

export function toSuggestions({ rows }: { rows: Record<string, unknown>[] }): Suggestion[] {
  return z.array(suggestionSchema).parse(rows[0]?.suggestions);
}

/** A condition on `p`: somebody with whom nothing has begun or ended, and whom the person may see. */
function maySuggest(userId: string): SQL {
  return sql`p.user_id <> ${userId}::uuid and ${visibleTo(userId, "p")}
    and not exists (select 1 from connections c where c.low_id = least(p.user_id, ${userId}::uuid)
      and c.high_id = greatest(p.user_id, ${userId}::uuid))
    and not exists (select 1 from mentor_marks k where k.user_id = ${userId}::uuid and k.mentor_id = p.user_id
      and k.kind = 'not_interested')`;
}

/** Common table expressions `steps (friend_id, since, user_id, degree)` and `scored (user_id, score)`. */
function candidates(userId: string): SQL {
  const me = sql`${userId}::uuid`;
  // one who hides is on no way, as everywhere
  return sql`friends as materialized (
      select f.user_id, mine.since from (
        select high_id as other_id, since from connections where low_id = ${me} and state = 'connected'
        union all
        select low_id, since from connections where high_id = ${me} and state = 'connected') mine
      join profiles f on f.user_id = mine.other_id and ${visibleTo(userId, "f")}
      order by mine.since desc limit ${MAX_FRIENDS}),
    steps as materialized (
      select friends.user_id as friend_id, friends.since, step.user_id, step.degree
      from friends cross join lateral (
        select user_id, count(*) over () as degree from (
          (select high_id as user_id from connections
            where low_id = friends.user_id and state = 'connected' limit ${MAX_PER_FRIEND})
          union all
          (select low_id from connections
            where high_id = friends.user_id and state = 'connected' limit ${MAX_PER_FRIEND})) known) step),
    own_skills as materialized (
      select distinct skill_slug from profile_skills where profile_id = ${me} limit ${MAX_OWN_SKILLS}),
    scored as (
      select user_id, sum(score)::float8 as score from (
        select user_id, sum(1 / ln(1 + greatest(degree, 2))) as score from steps group by user_id
        union all
        select holder.profile_id, ${SKILL_WEIGHT}::float8 * count(*) from own_skills cross join lateral (
          select distinct profile_id from (select profile_id from profile_skills
            where skill_slug = own_skills.skill_slug limit ${MAX_PER_SKILL}) holders) holder
        group by holder.profile_id) scores
      group by user_id)`;
}

const sharedSkills = (userId: string): SQL => sql`(select json_agg(name order by name) from (
    select distinct s.name from profile_skills mine
    join profile_skills theirs on theirs.skill_slug = mine.skill_slug and theirs.profile_id = p.user_id
    join skills s on s.slug = mine.skill_slug
    where mine.profile_id = ${userId}::uuid order by s.name limit ${MAX_EVIDENCE}) shared)`;
