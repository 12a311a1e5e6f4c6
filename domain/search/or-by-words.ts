import type { Need } from "./embed-need.ts";

/**
 * Runs a statement that compares vectors; on a database without pgvector, where the table of vectors is missing, once
 * more with words alone, and the need is `degraded` from then on.
 */
export async function orByWords<T>(need: Need, run: (vector: number[] | null) => Promise<T>): Promise<T> {
  try {
    return await run(need.vector);
  } catch (error) {
    if (!need.vector || !isWithoutVectors(error)) throw error;
    Object.assign(need, { vector: null, degraded: true });
    return run(null);
  }
}

/** SQLSTATE 42P01 (no such table) or 42704 (no such type), of the driver's error or the one around it. */
function isWithoutVectors(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && /^(42P01|42704)$/.test(String(error.code))) || isWithoutVectors(error.cause);
}
