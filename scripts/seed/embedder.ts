import type { profileEmbeddings } from "#db/tables/index.ts";
import { profileText, sourceHash } from "#domain/embedding/profile-text.ts";
import { staticEmbeddings } from "../static-embeddings.ts";
import type { SeedPerson } from "./people.ts";
import type { SourceSkill } from "./source.ts";

type EmbeddingRow = typeof profileEmbeddings.$inferInsert;

/** Makes the rows that the job `search.embed-profile` would make, with the built-in model, without a job each. */
export interface Embedder {
  rowsOf(people: SeedPerson[]): Promise<EmbeddingRow[]>;
}

export async function createEmbedder(skills: ReadonlyMap<string, SourceSkill>): Promise<Embedder> {
  const model = await staticEmbeddings();

  async function rowsOf(people: SeedPerson[]): Promise<EmbeddingRow[]> {
    const parts = people.filter(({ mentor }) => mentor).flatMap((person) => partsOf(person, skills));
    const vectors = await model.embed(
      parts.map(({ text }) => text),
      "document",
    );
    const hashes = await Promise.all(parts.map(({ text }) => sourceHash(text)));
    return parts.map(({ profileId, part }, i) => {
      // halfvec keeps 11 bits: further digits would only be sent
      const vector = vectors[i]?.map((component) => Math.round(component * 1e5) / 1e5) ?? null;
      return { profileId, model: model.model, part, sourceHash: hashes[i]!, vector };
    });
  }
  return { rowsOf };
}

function partsOf(person: SeedPerson, skills: ReadonlyMap<string, SourceSkill>) {
  const offered = person.offers.flatMap(({ skill }) => skills.get(skill) ?? []);
  const source = {
    headline: person.headline,
    bio: person.bio,
    goals: person.goals,
    skills: offered.toSorted((a, b) => (a.slug < b.slug ? -1 : 1)),
  };
  return [{ profileId: person.userId, part: "profile" as const, text: profileText(source) }];
}
