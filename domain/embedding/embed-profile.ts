import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { JobContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { authorize } from "../permissions.ts";
import { profileText, sourceHash } from "./profile-text.ts";

const rowSchema = z.object({
  isMentor: z.boolean(),
  version: z.number(),
  headline: z.string(),
  bio: z.string(),
  goals: z.string(),
  skills: z.array(z.object({ name: z.string() })),
  hashes: z.record(z.string(), z.string()),
  /** Whether vectors of another model are left. */
  outdated: z.boolean(),
  /** Everybody could find the mentor, who has not been findable before. */
  appears: z.boolean(),
});

/**
 * Makes the vectors by which search finds a mentor true again; what has not changed is not embedded, and another
 * model's vectors go. Who can be found by everybody from then on, for the first time, is new to watched searches.
 * Safe to repeat and in any order: the write expects the version of the profile that was read.
 * @throws DomainError `conflict` when the profile changed meanwhile (the job comes again), `unavailable` without a model
 */
export async function embedProfile(ctx: JobContext, { userId }: { userId: string }): Promise<void> {
  authorize(ctx, "embed:profile:any", userId);
  const profile = await loadSource(ctx, userId);
  if (!profile) return;
  const texts = profile.isMentor ? { profile: profileText(profile) } : {};
  const parts = await Promise.all(
    Object.entries(texts).map(async ([part, text]) => ({ part, text, hash: await sourceHash(text) })),
  );
  const changed = parts.filter(({ part, hash }) => profile.hashes[part] !== hash);
  const gone = Object.keys(profile.hashes).filter((part) => !parts.some((p) => p.part === part));
  if (changed.length === 0 && gone.length === 0 && !profile.outdated && !profile.appears) return;

  const vectors = changed.length
    ? await ctx.embeddings.embed(
        changed.map(({ text }) => text),
        "document",
      )
    : [];
  const rows = changed.flatMap((part, i) => (vectors[i] ? [{ ...part, vector: vectors[i] }] : []));
  const removed = [...gone, ...changed.filter((_, i) => !vectors[i]).map(({ part }) => part)];
  const written = await ctx.db.execute(write(ctx, userId, profile.version, rows, removed));
  if (written.rows.length === 0)
    throw new DomainError("conflict", { log: "profile changed while embedding" });
}

async function loadSource(ctx: JobContext, userId: string) {
  const result = await ctx.db.execute(sql`
    select p.is_mentor as "isMentor", p.version, p.headline, p.bio, p.goals,
      coalesce((select json_agg(json_build_object('name', s.name) order by s.slug)
        from profile_skills ps join skills s on s.slug = ps.skill_slug
        where ps.profile_id = p.user_id and ps.kind = 'offers'), '[]') as skills,
      coalesce((select json_object_agg(e.part, e.source_hash) from profile_embeddings e
        where e.profile_id = p.user_id and e.model = ${ctx.embeddings.model}), '{}') as hashes,
      exists (select 1 from profile_embeddings e
        where e.profile_id = p.user_id and e.model <> ${ctx.embeddings.model}) as outdated,
      ${appears(ctx)} as appears
    from profiles p where p.user_id = ${userId}`);
  const [row] = result.rows;
  return row === undefined ? null : rowSchema.parse(row);
}

function write(
  ctx: JobContext,
  userId: string,
  version: number,
  rows: { part: string; hash: string; vector: number[] }[],
  removed: string[],
): SQL {
  const values = rows.map(
    ({ part, hash, vector }) =>
      sql`select ${part}, ${hash}, ${JSON.stringify(vector)}::halfvec(384) where exists (select 1 from current)`,
  );
  const upsert = sql`, written as (
    insert into profile_embeddings (profile_id, model, part, source_hash, vector)
    select ${userId}::uuid, ${ctx.embeddings.model}, v.* from (${sql.join(values, sql` union all `)}) as v
    on conflict (profile_id, model, part) do update
      set source_hash = excluded.source_hash, vector = excluded.vector)`;
  const erase = sql`, erased as (
    delete from profile_embeddings where profile_id = ${userId} and exists (select 1 from current)
      and (model <> ${ctx.embeddings.model} or part in (select jsonb_array_elements_text(${JSON.stringify(removed)}::jsonb))))`;
  return sql`with current as (
      select 1 from profiles where user_id = ${userId} and version = ${version} for update)
    ${rows.length > 0 ? upsert : sql``} ${erase}, appeared as (
      update profiles p set findable_since = ${ctx.now().toISOString()}::timestamptz
      where p.user_id = ${userId} and ${appears(ctx)} and exists (select 1 from current))
    select 1 from current`;
}

/** A condition on `p`. Whoever pauses appears when the pause ends. */
const appears = (
  ctx: JobContext,
): SQL => sql`(p.findable_since is null and p.is_mentor and p.onboarded_at is not null
  and p.visibility = 'everyone' and (p.paused_until is null or p.paused_until <= ${ctx.now().toISOString()}::timestamptz))`;
