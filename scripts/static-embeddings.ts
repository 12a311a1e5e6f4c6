import { readFile } from "node:fs/promises";
import type { EmbeddingProvider } from "#domain/embedding/schema.ts";
import { createStaticModel, STATIC_MODEL, staticProvider } from "#domain/embedding/static-model.ts";

/** The built-in model, read from public/models/ as the Worker reads it from its assets. */
export async function staticEmbeddings(): Promise<EmbeddingProvider> {
  const folder = new URL(`../public/models/${STATIC_MODEL}/`, import.meta.url);
  const [vocab, vectors] = await Promise.all([
    readFile(new URL("vocab.txt", folder), "utf8"),
    readFile(new URL("vectors.bin", folder)),
  ]);
  const bytes = vectors.buffer.slice(vectors.byteOffset, vectors.byteOffset + vectors.byteLength);
  const model = createStaticModel(vocab, bytes);
  return staticProvider(async () => model);
}
