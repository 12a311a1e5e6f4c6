DROP INDEX "reports_message_reporter_idx";--> statement-breakpoint
CREATE UNIQUE INDEX "reports_open_message_reporter_idx" ON "reports" USING btree ("room_id","message_id","reporter_id") WHERE decision is null;--> statement-breakpoint
CREATE INDEX "reports_message_idx" ON "reports" USING btree ("room_id","message_id");