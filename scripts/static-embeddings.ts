import { readFile } from "node:fs/promises";
import { createNeedHints } from "#domain/embedding/need-hints.ts";
import type { EmbeddingProvider } from "#domain/embedding/schema.ts";
import {
  createStaticModel,
  STATIC_MODEL,
  type StaticModel,
  staticProvider,
} from "#domain/embedding/static-model.ts";

export const modelFile = (name: string) =>
  new URL(`../public/models/${STATIC_MODEL}/${name}`, import.meta.url);

/** The built-in model, read from public/models/ as the Worker reads it from its assets. */
export async function readStaticModel(): Promise<StaticModel> {
  const [vocab, vectors, weights] = await Promise.all([
    readFile(modelFile("vocab.txt"), "utf8"),
    readBuffer("vectors.bin"),
    readBuffer("query-weights.bin"),
  ]);
  return createStaticModel(vocab, vectors, weights);
}

/** The built-in model as the provider of a context. */
export async function staticEmbeddings(): Promise<EmbeddingProvider> {
  const [model, skills] = await Promise.all([readStaticModel(), readFile(modelFile("skills.tsv"), "utf8")]);
  const hints = createNeedHints(model, skills);
  return staticProvider(
    async () => model,
    async () => hints,
  );
}

async function readBuffer(name: string): Promise<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = await readFile(modelFile(name));
  return buffer.slice(byteOffset, byteOffset + byteLength);
}
