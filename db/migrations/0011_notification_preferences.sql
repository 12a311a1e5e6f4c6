CREATE TABLE "notification_preferences" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"choices" jsonb NOT NULL,
	"quiet_from" smallint,
	"quiet_until" smallint,
	"digest" text DEFAULT 'off' NOT NULL,
	"next_digest_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notification_preferences_digest_known" CHECK ("notification_preferences"."digest" in ('off','daily','weekly')),
	CONSTRAINT "notification_preferences_quiet_minutes" CHECK (("notification_preferences"."quiet_from" is null) = ("notification_preferences"."quiet_until" is null)
        and coalesce("notification_preferences"."quiet_from", 0) between 0 and 1439 and coalesce("notification_preferences"."quiet_until", 0) between 0 and 1439)
);
--> statement-breakpoint
ALTER TABLE "notification_preferences" ADD CONSTRAINT "notification_preferences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notification_preferences_due_idx" ON "notification_preferences" USING btree ("next_digest_at") WHERE next_digest_at is not null;