import { sql } from "drizzle-orm";
import type { ReadContext } from "../context.ts";
import { answeringSpace, presumedSpace, rememberSpace } from "../embedding/answering-space.ts";
import { inSpace, type Need, readNeed } from "./embed-need.ts";

/** For the statement that is run: JSON of the space that answers. */
export const spaceJson = (ctx: ReadContext) => sql`'space', ${answeringSpace(ctx)}`;

/**
 * Reads a need and runs a statement about it in the space that answers. Which one that is the statement itself tells
 * (`spaceJson`): after a switch of models, the first search of a data centre runs it a second time, in the new space.
 * On a database without pgvector, where the table of vectors is missing, it runs once more with words alone, and the
 * need is `degraded`.
 */
export async function withNeed<T extends { space: string }>(
  ctx: ReadContext,
  query: string,
  run: (need: Need) => Promise<T>,
): Promise<{ need: Need; found: T }> {
  const first = await orByWords(await readNeed(ctx, query, await presumedSpace(ctx)), run);
  const { need, found } = first;
  if (!need.text || found.space === need.model) return first;
  await rememberSpace(ctx, found.space);
  return orByWords(await inSpace(ctx, need, found.space), run);
}

async function orByWords<T>(need: Need, run: (need: Need) => Promise<T>): Promise<{ need: Need; found: T }> {
  try {
    return { need, found: await run(need) };
  } catch (error) {
    if (!need.vector || !isWithoutVectors(error)) throw error;
    const byWords = { ...need, vector: null, degraded: true };
    return { need: byWords, found: await run(byWords) };
  }
}

/** SQLSTATE 42P01 (no such table) or 42704 (no such type), of the driver's error or the one around it. */
function isWithoutVectors(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && /^(42P01|42704)$/.test(String(error.code))) || isWithoutVectors(error.cause);
}
