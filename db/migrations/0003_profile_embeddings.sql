CREATE EXTENSION IF NOT EXISTS vector;
--> statement-breakpoint
CREATE TABLE "profile_embeddings" (
	"profile_id" uuid NOT NULL,
	"model" text NOT NULL,
	"part" text NOT NULL,
	"source_hash" text NOT NULL,
	"vector" halfvec(384) NOT NULL,
	CONSTRAINT "profile_embeddings_profile_id_model_part_pk" PRIMARY KEY("profile_id","model","part")
);
--> statement-breakpoint
ALTER TABLE "profile_embeddings" ADD CONSTRAINT "profile_embeddings_profile_id_profiles_user_id_fk" FOREIGN KEY ("profile_id") REFERENCES "public"."profiles"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "profile_embeddings_vector_idx" ON "profile_embeddings" USING hnsw ("vector" halfvec_cosine_ops);