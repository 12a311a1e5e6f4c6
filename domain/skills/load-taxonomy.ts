import { asc, eq } from "drizzle-orm";
import { clusters, skills } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { type Taxonomy, taxonomySchema } from "./schema.ts";

/** The number is the shape's version: raise it with `taxonomySchema`. */
const CACHE_KEY = "taxonomy:1";
const CACHE_SECONDS = 60;

/**
 * All approved skills and their clusters. Comes from the cache without a round trip: a skill that was approved
 * less than a minute ago may be missing, which only its proposer, who can use it anyway, would notice.
 */
export async function loadTaxonomy(ctx: ReadContext): Promise<Taxonomy> {
  authorize(ctx, "read:skill:any");
  const cached = taxonomySchema.safeParse(await ctx.cache.get(CACHE_KEY));
  if (cached.success) return cached.data;

  const [clusterRows, skillRows] = await ctx.db.batch([
    ctx.db.select().from(clusters).orderBy(asc(clusters.name)),
    ctx.db
      .select({
        slug: skills.slug,
        name: skills.name,
        cluster: skills.clusterSlug,
        aliases: skills.aliases,
        related: skills.related,
      })
      .from(skills)
      .where(eq(skills.status, "approved"))
      .orderBy(asc(skills.name), asc(skills.slug)),
  ]);
  const taxonomy = { clusters: clusterRows, skills: skillRows };
  ctx.waitUntil(ctx.cache.put(CACHE_KEY, taxonomy, CACHE_SECONDS));
  return taxonomy;
}
