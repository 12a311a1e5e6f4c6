import { and, eq, sql } from "drizzle-orm";
import { savedSearches } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { formatSearch, parseSearch } from "../search/address.ts";
import { MAX_SAVED_SEARCHES, type SaveSearchInput, saveSearchInputSchema } from "./schema.ts";

/**
 * Keeps a search, and watches it if asked to: from now on the person hears of each new mentor who fits. The same
 * search is kept once; saving it again changes only whether it is watched. Two round trips.
 * @throws DomainError `invalid_input` (it asks for nothing), `conflict` (too many are kept)
 */
export async function saveSearch(ctx: ReadContext, raw: SaveSearchInput): Promise<{ id: string }> {
  const userId = authorizeUser(ctx, "update:saved-search:own");
  const input = parseInput(saveSearchInputSchema, raw);
  const search = parseSearch(new URLSearchParams(input.address));
  const address = formatSearch({ ...search, page: 1 }).toString();
  if (address === "") {
    const message = "Say what you look for first.";
    throw new DomainError("invalid_input", { message, fields: { address: message } });
  }
  const { watched } = input;
  const kept = await load(ctx, userId, address);
  if (kept.id && kept.watched === watched) return { id: kept.id };
  if (!kept.id && kept.count >= MAX_SAVED_SEARCHES) {
    throw new DomainError("conflict", {
      log: "too many saved searches",
      message: `You keep ${MAX_SAVED_SEARCHES} searches, which is as many as there can be. Delete one first.`,
    });
  }
  const id = kept.id ?? newId();
  const written = kept.id
    ? await watch(ctx, { id, userId, watched })
    : await insert(ctx, { id, userId, watched, address, query: search.query });
  if (written) return { id };
  const now = await load(ctx, userId, address);
  if (now.id) return { id: now.id };
  throw new DomainError("conflict", { log: "overtaken while saving a search" });
}

async function load(ctx: ReadContext, userId: string, address: string) {
  const [row] = await ctx.db
    .select({
      count: sql<number>`count(*)::int`,
      id: sql<string | null>`(array_agg(id) filter (where address = ${address}))[1]`,
      watched: sql<boolean | null>`bool_or(watched) filter (where address = ${address})`,
    })
    .from(savedSearches)
    .where(eq(savedSearches.userId, userId));
  return row ?? { count: 0, id: null, watched: null };
}

type Row = typeof savedSearches.$inferInsert;

function insert(ctx: ReadContext, row: Omit<Row, "checkedAt" | "createdAt">): Promise<boolean> {
  const now = ctx.now();
  return commitChange(ctx, {
    change: ctx.db
      .insert(savedSearches)
      .values({ ...row, checkedAt: now, createdAt: now })
      .onConflictDoNothing()
      .returning(),
    audit: audit(row.id, row.watched),
  });
}

/** Whoever became findable while nobody watched is not told of afterwards. */
function watch(ctx: ReadContext, { id, userId, watched }: { id: string; userId: string; watched: boolean }) {
  return commitChange(ctx, {
    change: ctx.db
      .update(savedSearches)
      .set({ watched, checkedAt: ctx.now() })
      .where(and(eq(savedSearches.id, id), eq(savedSearches.userId, userId)))
      .returning(),
    audit: audit(id, watched),
  });
}

/** What was searched for is private and may have to be erased; the trail may not. */
const audit = (targetId: string, watched: boolean | undefined) => ({
  action: "saved-search.saved",
  targetType: "saved-search",
  targetId,
  after: { watched },
});
