import type { TestContext } from "./context.ts";

/**
 * The same context, in which something else happens right after the first `batch` was read. Like `meanwhile`, for a
 * verb whose change is a batch too, since it begins with a lock.
 */
export function afterReading(ctx: TestContext, happens: () => PromiseLike<unknown>): TestContext {
  let happened = false;
  const db = new Proxy(ctx.db, {
    get(target, key) {
      const member = Reflect.get(target, key);
      const bound = typeof member === "function" ? member.bind(target) : member;
      if (key !== "batch" || happened) return bound;
      happened = true;
      return async (queries: unknown) => {
        const rows = await bound(queries);
        await happens();
        return rows;
      };
    },
  });
  return { ...ctx, db };
}
