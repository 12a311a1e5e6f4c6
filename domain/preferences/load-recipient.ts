import { eq } from "drizzle-orm";
import { notificationPreferences, profiles, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { choicesSchema, defaultPreferences, type Preferences } from "./schema.ts";

export interface Recipient {
  id: string;
  name: string;
  email: string;
  timeZone: string;
  preferences: Preferences;
}

/** A person as letters need them; null for somebody unknown. One statement, which a batch may hold. */
export const selectRecipient = ({ db }: Pick<ReadContext, "db">, userId: string) =>
  db
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      timeZone: profiles.timeZone,
      saved: notificationPreferences,
    })
    .from(users)
    .leftJoin(profiles, eq(profiles.userId, users.id))
    .leftJoin(notificationPreferences, eq(notificationPreferences.userId, users.id))
    .where(eq(users.id, userId));

type RecipientRow = Awaited<ReturnType<typeof selectRecipient>>[number];

export function toRecipient(row: RecipientRow): Recipient {
  const { saved, timeZone, ...user } = row;
  return { ...user, timeZone: timeZone ?? "UTC", preferences: toPreferences(saved) };
}

export async function loadRecipient(
  ctx: Pick<ReadContext, "db">,
  { userId }: { userId: string },
): Promise<Recipient | null> {
  const [row] = await selectRecipient(ctx, userId);
  return row ? toRecipient(row) : null;
}

function toPreferences(saved: typeof notificationPreferences.$inferSelect | null): Preferences {
  if (!saved) return defaultPreferences;
  const { version, choices, quietFrom, quietUntil, digest } = saved;
  const quiet = quietFrom === null || quietUntil === null ? null : { from: quietFrom, until: quietUntil };
  return { version, choices: choicesSchema.parse(choices), quiet, digest };
}
