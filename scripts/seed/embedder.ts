import { readFile } from "node:fs/promises";
import type { profileEmbeddings } from "#db/tables/index.ts";
import { profileText, skillsText, sourceHash } from "#domain/embedding/profile-text.ts";
import { createStaticModel, STATIC_MODEL } from "#domain/embedding/static-model.ts";
import type { SeedPerson } from "./people.ts";
import type { SourceSkill } from "./source.ts";

type EmbeddingRow = typeof profileEmbeddings.$inferInsert;

/** Makes the rows that the job `search.embed-profile` would make, with the built-in model, without a job each. */
export interface Embedder {
  rowsOf(person: SeedPerson): Promise<EmbeddingRow[]>;
}

export async function createEmbedder(skills: ReadonlyMap<string, SourceSkill>): Promise<Embedder> {
  const folder = new URL(`../../public/models/${STATIC_MODEL}/`, import.meta.url);
  const [vocabulary, vectors] = await Promise.all([
    readFile(new URL("vocab.txt", folder), "utf8"),
    readFile(new URL("vectors.bin", folder)),
  ]);
  const model = createStaticModel(vocabulary, new Uint8Array(vectors).buffer);

  async function rowsOf(person: SeedPerson): Promise<EmbeddingRow[]> {
    const offered = person.offers.flatMap(({ skill }) => skills.get(skill) ?? []);
    const source = {
      headline: person.headline,
      bio: person.bio,
      goals: person.goals,
      skills: offered.toSorted((a, b) => (a.slug < b.slug ? -1 : 1)),
    };
    const texts = [
      ["profile", profileText(source)],
      ["skills", skillsText(source)],
    ] as const;
    const rows = await Promise.all(
      texts.map(async ([part, text]) => {
        const vector = model.vector(model.tokenIds(text), "document");
        if (!vector) return [];
        const row = {
          profileId: person.userId,
          model: STATIC_MODEL,
          part,
          sourceHash: await sourceHash(text),
        };
        // halfvec keeps 11 bits: further digits would only be sent
        return [{ ...row, vector: vector.map((component) => Math.round(component * 1e5) / 1e5) }];
      }),
    );
    return rows.flat();
  }
  return { rowsOf };
}
