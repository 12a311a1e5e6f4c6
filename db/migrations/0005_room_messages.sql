ALTER TABLE "archived_messages" ADD COLUMN "deleted_by" uuid;--> statement-breakpoint
ALTER TABLE "archived_messages" ADD COLUMN "quote_id" uuid;--> statement-breakpoint
ALTER TABLE "archived_messages" ADD COLUMN "thread_id" uuid;--> statement-breakpoint
ALTER TABLE "archived_messages" ADD COLUMN "in_room" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "archived_messages" ADD COLUMN "reactions" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "archived_messages" ADD COLUMN "pin" jsonb;--> statement-breakpoint
ALTER TABLE "archived_messages" ADD COLUMN "mentions" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "archived_messages" ADD CONSTRAINT "archived_messages_deleted_by_users_id_fk" FOREIGN KEY ("deleted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "archived_messages_thread_idx" ON "archived_messages" USING btree ("room_id","thread_id") WHERE thread_id is not null;