import type { ReadContext } from "#domain/context.ts";

/**
 * The same context, in which something else happens right before each change is written: what a verb does when it is
 * overtaken between its check and its statement.
 */
export function meanwhile<Ctx extends ReadContext>(ctx: Ctx, happens: () => PromiseLike<unknown>): Ctx {
  const { db } = ctx;
  const execute = async (query: Parameters<typeof db.execute>[0]) => {
    await happens();
    return db.execute(query);
  };
  return Object.assign(ctx, { db: Object.assign(Object.create(db), { execute }) });
}
