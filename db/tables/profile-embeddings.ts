import { halfvec, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { profiles } from "./profiles.ts";

/**
 * Vectors of profiles, by the model that made them: spaces are never compared with each other.
 * The only table that needs pgvector, hence the last migration.
 */
export const profileEmbeddings = pgTable(
  "profile_embeddings",
  {
    profileId: uuid("profile_id")
      .notNull()
      .references(() => profiles.userId),
    model: text("model").notNull(),
    part: text("part", { enum: ["profile", "skills"] }).notNull(),
    /** SHA-256 of the embedded text: an unchanged text is not embedded again. */
    sourceHash: text("source_hash").notNull(),
    /** Unit vector; models with fewer dimensions are padded with zeros. Null where the model knows no word of the text. */
    vector: halfvec("vector", { dimensions: 384 }),
  },
  (t) => [
    primaryKey({ columns: [t.profileId, t.model, t.part] }),
    // nearest neighbours by cosine
    index("profile_embeddings_vector_idx").using("hnsw", t.vector.op("halfvec_cosine_ops")),
  ],
);
