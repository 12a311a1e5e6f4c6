import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { rooms } from "./rooms.ts";
import { users } from "./users.ts";

/** Files that people attach to messages: who may read each, and what is to be removed. The bytes lie in R2. */
export const attachments = pgTable(
  "attachments",
  {
    id: uuid("id").primaryKey(),
    roomId: uuid("room_id")
      .notNull()
      .references(() => rooms.id),
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => users.id),
    /** Cleaned: without folders, with an ending of its type. */
    name: text("name").notNull(),
    type: text("type").notNull(),
    /** Bytes. */
    size: integer("size").notNull(),
    askedAt: instant("asked_at").notNull(),
    /** The bytes came, and are what was asked for. */
    uploadedAt: instant("uploaded_at"),
    /** The message that carries it, as the room's archive tells; null while it was not sent. */
    messageId: uuid("message_id"),
    /** Its message was taken back: nobody reads it any more, and the bytes go. */
    removedAt: instant("removed_at"),
  },
  (t) => [
    index("attachments_message_idx").on(t.messageId).where(sql`message_id is not null`),
    index("attachments_unsent_idx").on(t.askedAt).where(sql`message_id is null`),
  ],
);
