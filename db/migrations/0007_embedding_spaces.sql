CREATE TABLE "embedding_spaces" (
	"model" text PRIMARY KEY NOT NULL,
	"answers_since" timestamp with time zone NOT NULL
);
