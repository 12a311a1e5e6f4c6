import type { InboxState } from "#domain/notifications/schema.ts";
import type { Role } from "#domain/permissions.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** What every page has from the root's loader: `useReader()` reads it. */
export interface RootData {
  user: { id: string; name: string; roles: readonly Role[]; onboarded: boolean; timeZone: string } | null;
  /** Null for strangers. */
  inbox: InboxState | null;
  theme: Theme;
  /** When the page was made, ISO. */
  now: string;
  /** Public address of the product, for links that leave it. */
  appUrl: string;
  /** Who reads could not be found out: the database is away. */
  away: boolean;
}
