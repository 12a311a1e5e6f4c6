import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { JobContext } from "../context.ts";
import { DomainError, toDomainError } from "../errors.ts";
import { authorize } from "../permissions.ts";
import { mayBeFound } from "../search/filters.ts";
import { noFilters } from "../search/schema.ts";
import { answeringSpace, providerOf } from "./answering-space.ts";
import { profileText, sourceHash } from "./profile-text.ts";

const rowSchema = z.object({
  isMentor: z.boolean(),
  version: z.number(),
  headline: z.string(),
  bio: z.string(),
  goals: z.string(),
  skills: z.array(z.object({ name: z.string() })),
  /** What there is: hash of the text by `model part`. */
  hashes: z.record(z.string(), z.string()),
  /** Model of the space that answers. */
  answering: z.string(),
  /** Everybody could find the mentor, who has not been findable before. */
  appears: z.boolean(),
});

interface Row {
  model: string;
  part: string;
  hash: string;
  /** Null where the model knows no word of the text. */
  vector: number[] | null;
}

/**
 * Makes the vectors by which search finds a mentor true again, in the configured model's space and in the one that
 * still answers; what has not changed is not embedded, and vectors of other spaces go. Who can be found by everybody
 * from then on, for the first time, is new to watched searches.
 * Safe to repeat and in any order: the write expects the version of the profile that was read.
 * @throws DomainError `conflict` when the profile changed meanwhile (the job comes again), `unavailable` without a model
 */
export async function embedProfile(ctx: JobContext, { userId }: { userId: string }): Promise<void> {
  authorize(ctx, "embed:profile:any", userId);
  const profile = await loadSource(ctx, userId);
  if (!profile) return;
  const text = profileText(profile);
  const parts = profile.isMentor ? [{ part: "profile", text, hash: await sourceHash(text) }] : [];
  const models = new Set([ctx.embeddings.model, profile.answering]);
  const wanted = [...models].flatMap((model) => parts.map((part) => ({ model, ...part })));
  const fresh = wanted.filter(({ model, part, hash }) => profile.hashes[keyOf({ model, part })] !== hash);
  const made = await embedAll(ctx, fresh);
  const kept = [...wanted.filter((row) => !fresh.includes(row)), ...made].map(keyOf);
  const gone = Object.keys(profile.hashes).some((key) => !kept.includes(key));
  if (made.length === 0 && !gone && !profile.appears) return;
  const written = await ctx.db.execute(write(ctx, userId, profile.version, made, kept));
  if (written.rows.length === 0)
    throw new DomainError("conflict", { log: "profile changed while embedding" });
}

const keyOf = ({ model, part }: { model: string; part: string }) => `${model} ${part}`;

/** A space that is on its way out waits for nobody: what its model can't tell any more is left out of it. */
async function embedAll(ctx: JobContext, parts: (Omit<Row, "vector"> & { text: string })[]): Promise<Row[]> {
  const rows = await Promise.all(
    parts.map(async ({ text, ...part }) => {
      try {
        const provider = providerOf(ctx, part.model);
        if (!provider) return [];
        const [vector = null] = await provider.embed([text], "document");
        return [{ ...part, vector }];
      } catch (error) {
        if (part.model === ctx.embeddings.model) throw error;
        const { message } = toDomainError(error);
        ctx.log.warn("profile left out of the space that answers", { model: part.model, reason: message });
        return [];
      }
    }),
  );
  return rows.flat();
}

async function loadSource(ctx: JobContext, userId: string) {
  const result = await ctx.db.execute(sql`
    select p.is_mentor as "isMentor", p.version, p.headline, p.bio, p.goals,
      coalesce((select json_agg(json_build_object('name', s.name) order by s.slug)
        from profile_skills ps join skills s on s.slug = ps.skill_slug
        where ps.profile_id = p.user_id and ps.kind = 'offers'), '[]') as skills,
      coalesce((select json_object_agg(e.model || ' ' || e.part, e.source_hash) from profile_embeddings e
        where e.profile_id = p.user_id), '{}') as hashes,
      ${answeringSpace(ctx)} as answering,
      ${appears(ctx)} as appears
    from profiles p where p.user_id = ${userId}`);
  const [row] = result.rows;
  return row === undefined ? null : rowSchema.parse(row);
}

function write(ctx: JobContext, userId: string, version: number, rows: Row[], kept: string[]): SQL {
  const values = rows.map(({ model, part, hash, vector }) => {
    const numbers = vector && JSON.stringify(vector);
    return sql`select ${model}, ${part}, ${hash}, ${numbers}::halfvec(384) where exists (select 1 from current)`;
  });
  const upsert = sql`, written as (
    insert into profile_embeddings (profile_id, model, part, source_hash, vector)
    select ${userId}::uuid, v.* from (${sql.join(values, sql` union all `)}) as v
    on conflict (profile_id, model, part) do update
      set source_hash = excluded.source_hash, vector = excluded.vector)`;
  const erase = sql`, erased as (
    delete from profile_embeddings where profile_id = ${userId} and exists (select 1 from current)
      and model || ' ' || part not in (select jsonb_array_elements_text(${JSON.stringify(kept)}::jsonb)))`;
  return sql`with current as (
      select 1 from profiles where user_id = ${userId} and version = ${version} for update)
    ${rows.length > 0 ? upsert : sql``} ${erase}, appeared as (
      update profiles p set findable_since = ${ctx.now().toISOString()}::timestamptz
      where p.user_id = ${userId} and ${appears(ctx)} and exists (select 1 from current))
    select 1 from current`;
}

/** A condition on `p`. Whoever pauses appears when the pause ends. */
const appears = (ctx: JobContext): SQL =>
  sql`(p.findable_since is null and ${mayBeFound({ readerId: null, now: ctx.now(), filters: noFilters })})`;
