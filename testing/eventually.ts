import { vi } from "vitest";

/** Waits until the check passes: as long as a busy machine may need, and no longer than it takes. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 15_000 });
