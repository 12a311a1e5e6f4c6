import { createNeedHints } from "#domain/embedding/need-hints.ts";
import type { EmbeddingProvider, NeedHints } from "#domain/embedding/schema.ts";
import {
  createStaticModel,
  STATIC_MODEL,
  type StaticModel,
  staticProvider,
} from "#domain/embedding/static-model.ts";
import { DomainError } from "#domain/errors.ts";

/**
 * The built-in model, once this isolate has read it. Only data is kept: a promise of one request must not be awaited
 * by another, so two first requests at once both read it.
 */
let kept: { model: StaticModel; hints: NeedHints } | undefined;

/** From the Worker's own assets, 5 MB: never part of the bundle. */
export function staticEmbeddings(assets: Fetcher): EmbeddingProvider {
  const read = async () => {
    kept ??= await readModel(assets);
    return kept;
  };
  return staticProvider(
    async () => (await read()).model,
    async () => (await read()).hints,
  );
}

async function readModel(assets: Fetcher): Promise<NonNullable<typeof kept>> {
  const read = async (file: string) => {
    const response = await assets.fetch(`https://assets.local/models/${STATIC_MODEL}/${file}`);
    if (response.ok) return response;
    await response.body?.cancel();
    throw new DomainError("unavailable", { log: `model file ${file}: ${response.status}` });
  };
  const files = ["vocab.txt", "vectors.bin", "query-weights.bin", "skills.tsv"];
  const [vocab, vectors, weights, skills] = await Promise.all(files.map(read));
  const model = createStaticModel(
    await vocab!.text(),
    await vectors!.arrayBuffer(),
    await weights!.arrayBuffer(),
  );
  return { model, hints: createNeedHints(model, await skills!.text()) };
}
