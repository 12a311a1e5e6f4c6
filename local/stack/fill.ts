import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Account, seed } from "#scripts/seed.ts";

const filledSchema = z.object({
  people: z.number(),
  accounts: z.array(
    z.object({ email: z.string(), password: z.string(), role: z.enum(["mentee", "mentor", "admin"]) }),
  ),
});

interface FillOptions {
  databaseUrl: string;
  /** Of the stack's data: remembers what was filled in, so that a second start need not look. */
  dataFolder: string;
  people: number | undefined;
  onProgress: (line: string) => void;
}

/** Puts the seed into a database that does not have it, or adds people when more are asked for. */
export async function fill({ databaseUrl, dataFolder, people, onProgress }: FillOptions) {
  const memory = join(dataFolder, "seed.json");
  if (existsSync(memory)) {
    const known = filledSchema.parse(JSON.parse(await readFile(memory, "utf8")));
    if (known.people >= (people ?? 0)) return { isNew: false, accounts: known.accounts };
  }
  const wanted = people ?? 300;
  onProgress(`Filling in ${wanted.toLocaleString("en")} fictional people`);
  const accounts: Account[] = await seed({ databaseUrl, people: wanted, onProgress });
  await writeFile(memory, JSON.stringify({ people: wanted, accounts }));
  return { isNew: true, accounts };
}
