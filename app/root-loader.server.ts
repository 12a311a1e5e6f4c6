import type { ReadContext } from "#domain/context.ts";
import { loadInbox } from "#domain/notifications/load-inbox.ts";
import type { RootData, Theme } from "./root-data.ts";
import { readTheme } from "./theme.server.ts";

/**
 * What every page's frame needs. It never fails: without a database or an inbox the frame still stands, and the page
 * inside says what is wrong.
 */
export async function loadRoot(ctx: ReadContext, request: Request): Promise<RootData> {
  const theme: Theme = readTheme(request);
  const frame = { theme, now: ctx.now().toISOString(), appUrl: ctx.appUrl };
  try {
    if (ctx.actor.kind !== "user") return { ...frame, user: null, inbox: null, away: false };
    const { id, name, roles, onboarded, timeZone } = ctx.actor;
    return {
      ...frame,
      user: { id, name, roles, onboarded, timeZone },
      inbox: await readInbox(ctx),
      away: false,
    };
  } catch {
    return { ...frame, user: null, inbox: null, away: true };
  }
}

async function readInbox(ctx: ReadContext) {
  try {
    return await loadInbox(ctx);
  } catch (error) {
    ctx.log.error("inbox did not answer", error);
    return null;
  }
}
