import { readFile } from "node:fs/promises";
import pg from "pg";
import { z } from "zod";
import { profileEmbeddings, profileSkills, profiles, type skills, users } from "#db/tables/index.ts";
import { profileText } from "#domain/embedding/profile-text.ts";
import type { EmbeddingProvider } from "#domain/embedding/schema.ts";
import { newId } from "#domain/ids.ts";
import { bulkInsert, inBatches } from "../seed/bulk-insert.ts";

const personSchema = z.object({
  id: z.string(),
  mentor: z.boolean(),
  headline: z.string(),
  bio: z.string(),
  goals: z.string(),
  offers: z.array(z.object({ skill: z.string() })),
});
const textSchema = z.object({ id: z.string(), text: z.string() });

const judgedSchema = z.union([
  z.object({
    id: z.string().optional(),
    need: z.string(),
    kind: z.string(),
    relevance: z.record(z.string(), z.number()),
  }),
  z.object({ id: z.string().optional(), query: z.string(), relevant: z.string(), gap: z.number() }),
]);

export interface JudgedQuery {
  id: string;
  text: string;
  /** Grades above 0 by document; none where nobody can help. */
  relevance: Record<string, number>;
  /** Share of the query's content words that the right document lacks, where the set says it. */
  gap: number | null;
}

export interface IndexedDocument {
  id: string;
  userId: string;
  /** What is embedded and what full-text search reads, alike. */
  text: string;
  vector: number[] | null;
}

/** Queries of either format, one JSON object a line; one without an id has its line number, from 0. */
export async function readQueries(file: string): Promise<JudgedQuery[]> {
  return (await readLines(file)).map((line, i) => {
    const judged = judgedSchema.parse(line);
    const id = judged.id ?? String(i);
    return "need" in judged
      ? { id, text: judged.need, relevance: judged.relevance, gap: null }
      : { id, text: judged.query, relevance: { [judged.relevant]: 1 }, gap: judged.gap };
  });
}

/** Puts the documents of a file where search looks: people as the seed's, plain texts as bios. */
export async function indexProfiles(
  file: string,
  { url, embeddings }: { url: string; embeddings: EmbeddingProvider },
): Promise<IndexedDocument[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const known = await client.query<{ slug: string; name: string; aliases: string[] }>(
      "select slug, name, aliases from skills order by slug",
    );
    const bySlug = new Map(known.rows.map((skill) => [skill.slug, skill]));
    const sources = (await readLines(file)).flatMap((line) => {
      const person = personSchema.safeParse(line);
      if (!person.success) {
        const { id, text } = textSchema.parse(line);
        return { id, headline: "", bio: text, goals: "", skills: [] };
      }
      const offered = new Set(person.data.offers.map(({ skill }) => skill));
      const its = [...bySlug.values()].filter(({ slug }) => offered.has(slug));
      return person.data.mentor ? { ...person.data, skills: its } : [];
    });
    const documents: IndexedDocument[] = [];
    for (const batch of inBatches(sources, 250)) documents.push(...(await insert(client, batch, embeddings)));
    await client.query("analyze");
    return documents;
  } finally {
    await client.end();
  }
}

interface Source {
  id: string;
  headline: string;
  bio: string;
  goals: string;
  skills: Pick<typeof skills.$inferSelect, "slug" | "name" | "aliases">[];
}

async function insert(client: pg.ClientBase, batch: Source[], { embed, model }: EmbeddingProvider) {
  const people = batch.map((source) => ({ ...source, userId: newId(), text: profileText(source) }));
  const roles = ["mentor"];
  await bulkInsert(
    client,
    users,
    people.map(({ userId: id }) => ({
      id,
      name: id,
      email: `${id}@eval.example`,
      emailVerified: true,
      roles,
      image: null,
      createdAt: new Date(),
      updatedAt: new Date(),
    })),
  );
  await bulkInsert(
    client,
    profiles,
    people.map(({ userId, headline, bio, goals, skills }) => ({
      userId,
      isMentor: true,
      isMentee: false,
      headline,
      bio,
      goals,
      languages: ["en"],
      timeZone: "UTC",
      capacity: 1,
      activeMentees: 0,
      visibility: "everyone" as const,
      onboardedAt: new Date(),
      version: 1,
      skillsText: skills.flatMap(({ name, aliases }) => [name, ...aliases]).join(", "),
      lastActiveAt: new Date(),
      createdAt: new Date(),
      updatedAt: new Date(),
    })),
  );
  await bulkInsert(
    client,
    profileSkills,
    people.flatMap(({ userId: profileId, skills }) =>
      skills.map(({ slug: skillSlug }) => ({ profileId, skillSlug, kind: "offers" as const })),
    ),
  );
  const texts = await embed(
    people.map(({ text }) => text),
    "document",
  );
  const rows = people.flatMap(({ userId: profileId }, i) => {
    const vector = texts[i];
    return vector ? [{ profileId, model, part: "profile" as const, sourceHash: "", vector }] : [];
  });
  await bulkInsert(client, profileEmbeddings, rows);
  return people.map(({ id, userId, text }, i) => ({ id, userId, text, vector: texts[i] ?? null }));
}

async function readLines(file: string): Promise<unknown[]> {
  return (await readFile(file, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}
