import { sql } from "drizzle-orm";
import type { z } from "zod/mini";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { proposeInputSchema } from "./schema.ts";

/** Proposals that one person may have waiting. */
export const MAX_PROPOSALS = 20;

/**
 * Adds a skill that the taxonomy doesn't know. Its proposer may use it at once; others when it is approved.
 * @throws DomainError `invalid_input`; `conflict` when it is there already, by name or alias: `fields.skill` is then
 *   the slug to use instead; `conflict` past `MAX_PROPOSALS` waiting ones
 */
export async function proposeSkill(
  ctx: ReadContext,
  input: z.input<typeof proposeInputSchema>,
): Promise<{ slug: string; name: string }> {
  const userId = authorizeUser(ctx, "propose:skill:own");
  const parsed = parseInput(proposeInputSchema, input);
  const name = parsed.name.normalize("NFC").replace(/\s+/g, " ");
  const slug = slugOf(name);
  const change = sql`insert into skills (slug, name, status, proposed_by, created_at)
    select ${slug}, ${name}, 'proposed', ${userId}::uuid, ${ctx.now().toISOString()}::timestamptz
    where not exists (select 1 from skills where ${sameTerm(name, userId)})
      and (select count(*) from skills where proposed_by = ${userId}::uuid and status = 'proposed') < ${MAX_PROPOSALS}
    returning slug, name`;
  const audit = { action: "skill.proposed", targetType: "skill", targetId: slug };
  if (await commitChange(ctx, { change, audit })) return { slug, name };

  const found = await ctx.db.execute<{ slug: string; name: string }>(
    sql`select slug, name from skills where ${sameTerm(name, userId)} order by status limit 1`,
  );
  const existing = found.rows[0];
  if (!existing) {
    throw new DomainError("conflict", {
      message: `You have ${MAX_PROPOSALS} skills waiting to be read. That is as many as we can take.`,
    });
  }
  const message = `We know this as ${existing.name}.`;
  throw new DomainError("conflict", { message, fields: { name: message, skill: existing.slug } });
}

/** Name or alias, whatever the case, of a skill that this person can use. */
const sameTerm = (name: string, userId: string) =>
  sql`(status = 'approved' or proposed_by = ${userId}::uuid)
    and (lower(name) = lower(${name}) or exists (select 1 from unnest(aliases) a where lower(a) = lower(${name})))`;

/** Readable where the name has Latin letters; the tail keeps two people's proposals of one name apart. */
function slugOf(name: string): string {
  const latin = name
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
  const words = latin.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return [...(words ? [words] : ["skill"]), newId().slice(-12)].join("-");
}
