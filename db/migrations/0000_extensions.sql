-- Typo-tolerant typeahead. pgvector is created by the embeddings migration, so that the rest runs without it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
