import { sql } from "drizzle-orm";
import type { z } from "zod/mini";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { approveInputSchema } from "./schema.ts";

/**
 * Takes a proposed skill into the taxonomy, for everybody.
 * @throws DomainError `invalid_input` for a cluster that isn't there; `not_found`; `conflict` when it is approved already
 */
export async function approveSkill(
  ctx: ReadContext,
  input: z.input<typeof approveInputSchema>,
): Promise<void> {
  authorize(ctx, "approve:skill:any", input.slug);
  const { slug, cluster } = parseInput(approveInputSchema, input);
  const change = sql`update skills set status = 'approved', cluster_slug = ${cluster}
    where slug = ${slug} and status = 'proposed' and exists (select 1 from clusters where slug = ${cluster})
    returning slug, name, cluster_slug, status`;
  const audit = {
    action: "skill.approved",
    targetType: "skill",
    targetId: slug,
    before: { status: "proposed" },
  };
  if (await commitChange(ctx, { change, audit })) return;

  const state = await ctx.db.execute<{ status: string | null; known: boolean }>(sql`
    select (select status from skills where slug = ${slug}) as status,
      exists (select 1 from clusters where slug = ${cluster}) as known`);
  const { status, known } = state.rows[0]!;
  if (status === null) throw new DomainError("not_found");
  if (!known)
    throw new DomainError("invalid_input", { fields: { cluster: "Choose a group from the list." } });
  throw new DomainError("conflict", { message: "This skill has been approved already." });
}
