ALTER TABLE "rooms" ADD COLUMN "cluster_slug" text;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "title" text;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "maker_id" uuid;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "member_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_cluster_slug_clusters_slug_fk" FOREIGN KEY ("cluster_slug") REFERENCES "public"."clusters"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_maker_id_users_id_fk" FOREIGN KEY ("maker_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "rooms_cluster_idx" ON "rooms" USING btree ("cluster_slug");--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_kind_known" CHECK ("rooms"."kind" in ('direct','community','group'));--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_kind_parts" CHECK (("rooms"."kind" = 'community') = ("rooms"."cluster_slug" is not null) and ("rooms"."kind" = 'group') = ("rooms"."title" is not null));--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_member_count_range" CHECK ("rooms"."member_count" >= 0);