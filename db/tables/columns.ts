import { customType, timestamp } from "drizzle-orm/pg-core";

/** `timestamptz`, read and written as a `Date`. */
export const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Postgres full-text vector; only generated columns have this type, so it is never written. */
export const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
