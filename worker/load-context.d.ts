import type { ReadContext } from "#domain/context.ts";

declare module "@remix-run/cloudflare" {
  interface AppLoadContext {
    /** The request's context, the same for every loader and action of the request. */
    ctx: ReadContext;
    /** Of this answer's Content-Security-Policy. */
    nonce: string;
    /** Told of what a loader or action threw, for the log. */
    onFailure(error: unknown): void;
  }
}
