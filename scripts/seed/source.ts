import { readFile } from "node:fs/promises";
import { z } from "zod";
import { seniorities, skillLevels } from "#domain/profiles/schema.ts";

/** The files of data/, parsed. */
const clusterSchema = z.object({ slug: z.string(), name: z.string(), about: z.string() });

const skillSchema = z.object({
  slug: z.string(),
  name: z.string(),
  cluster: z.string(),
  aliases: z.array(z.string()),
  related: z.array(z.string()),
});
export type SourceSkill = z.infer<typeof skillSchema>;

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  mentor: z.boolean(),
  headline: z.string(),
  bio: z.string(),
  goals: z.string(),
  offers: z.array(z.object({ skill: z.string(), level: z.enum(skillLevels), years: z.number() })),
  seeks: z.array(z.string()),
  languages: z.array(z.string()),
  timeZone: z.string(),
  country: z.string(),
  seniority: z.enum(seniorities),
  capacity: z.number(),
  weekly: z.array(z.object({ day: z.enum(weekdays), from: z.string(), to: z.string() })),
});
export type SourcePerson = z.infer<typeof personSchema>;

const conversationSchema = z.object({
  id: z.string(),
  clusters: z.array(z.string()),
  lines: z
    .array(z.object({ from: z.enum(["mentee", "mentor"]), after: z.number(), text: z.string() }))
    .min(2),
});
export type Conversation = z.infer<typeof conversationSchema>;

export interface Source {
  clusters: z.infer<typeof clusterSchema>[];
  skills: SourceSkill[];
  people: SourcePerson[];
  conversations: Conversation[];
  /** Cluster of a skill, by slug. */
  clusterOf: ReadonlyMap<string, string>;
}

/** @throws Error naming file and line where a file is not as it should be */
export async function readSource(): Promise<Source> {
  const [clusters, skills, people, conversations] = await Promise.all([
    readLines("clusters", clusterSchema),
    readLines("skills", skillSchema),
    readLines("people", personSchema),
    readLines("conversations", conversationSchema),
  ]);
  const clusterOf = new Map(skills.map((skill) => [skill.slug, skill.cluster]));
  return { clusters, skills, people, conversations, clusterOf };
}

async function readLines<T extends z.ZodType>(name: string, schema: T): Promise<z.output<T>[]> {
  const text = await readFile(new URL(`../../data/${name}.jsonl`, import.meta.url), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line, i) => {
      const parsed = schema.safeParse(JSON.parse(line));
      if (!parsed.success) throw new Error(`data/${name}.jsonl:${i + 1}: ${parsed.error.message}`);
      return parsed.data;
    });
}

/** `weekly` as rules: ISO weekday and minutes after midnight. */
export const weekOf = (person: Pick<SourcePerson, "weekly">) =>
  person.weekly.map(({ day, from, to }) => ({
    weekday: weekdays.indexOf(day) + 1,
    startMinute: minutes(from),
    endMinute: minutes(to),
  }));

function minutes(clock: string): number {
  const [hours = 0, rest = 0] = clock.split(":").map(Number);
  return hours * 60 + rest;
}
