import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { authorizeActor } from "../permissions.ts";
import type { Device } from "../push/schema.ts";
import { selectDevices, toDevice } from "../push/select-devices.ts";
import { selectRecipient, toRecipient } from "./load-recipient.ts";
import type { Preferences } from "./schema.ts";

export interface PreferencesPage {
  preferences: Preferences;
  timeZone: string;
  /** Null where there is no web push: then nothing is said of it. */
  push: { publicKey: string; devices: Device[] } | null;
}

/**
 * What the signed-in person wants to hear of, where their clock stands, and which of their devices show it. One round trip.
 * @throws DomainError `not_signed_in`
 */
export async function loadPreferencesPage(ctx: ReadContext): Promise<PreferencesPage> {
  const { id: userId, sessionId } = authorizeActor(ctx, "read:notification-preference:own");
  const [[row], devices] = await ctx.db.batch([selectRecipient(ctx, userId), selectDevices(ctx, userId)]);
  if (!row) throw new DomainError("not_found", { log: "no such user" });
  const { preferences, timeZone } = toRecipient(row);
  const push = ctx.push && {
    publicKey: ctx.push.publicKey,
    devices: devices.map((device) => toDevice(device, { sessionId, now: ctx.now() })),
  };
  return { preferences, timeZone, push };
}
