import { readFile, writeFile } from "node:fs/promises";
import { profileText } from "#domain/embedding/profile-text.ts";
import { createStaticModel, tellingBytes } from "#domain/embedding/static-model.ts";
import { readSource } from "./seed/source.ts";
import { modelFile } from "./static-embeddings.ts";

/** `npm run model:weights`: makes what stands beside the built-in model anew, from the mentors and skills in data/. */
const vocab = await readFile(modelFile("vocab.txt"), "utf8");
const count = vocab.trimEnd().split("\n").length;
const { tokenIds } = createStaticModel(vocab, new ArrayBuffer(count * 132), new ArrayBuffer(count));

const { people, skills } = await readSource();
const bySlug = new Map(skills.map((skill) => [skill.slug, skill]));
const mentors = people.filter(({ mentor }) => mentor);
const documents = mentors.map((person) =>
  tokenIds(profileText({ ...person, skills: person.offers.flatMap(({ skill }) => bySlug.get(skill) ?? []) })),
);
await writeFile(modelFile("query-weights.bin"), tellingBytes(documents, count));
const lines = skills.map(({ slug, name, aliases }) => `${slug}\t${[name, ...aliases].join(", ")}\n`);
await writeFile(modelFile("skills.tsv"), lines.join(""));
console.log(`Weights of ${count} tokens, from ${documents.length} mentors; ${skills.length} skills`);
