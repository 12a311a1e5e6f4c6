import type { ReadContext } from "#domain/context.ts";
import type { RequestScope } from "./context.ts";

/** What Hono hands to every handler: `c.var.ctx` for verbs, `c.var.scope` for the edge itself. */
export interface AppEnv {
  Bindings: Env;
  Variables: { ctx: ReadContext; scope: RequestScope; nonce: string };
}
