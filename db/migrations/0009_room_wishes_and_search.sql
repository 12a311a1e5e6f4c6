ALTER TABLE "archived_messages" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED;--> statement-breakpoint
ALTER TABLE "room_members" ADD COLUMN "muted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "room_members" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "archived_messages_search_idx" ON "archived_messages" USING gin ("search");