import { pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/**
 * Spaces of vectors that have answered searches, by the model that makes them: the latest one answers. It is the one
 * place that says so; while it is empty, the configured model's space answers.
 */
export const embeddingSpaces = pgTable("embedding_spaces", {
  model: text("model").primaryKey(),
  answersSince: instant("answers_since").notNull(),
});
