import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * `npm run check:client`: what was built for the browser holds no database, no graph driver and no verb.
 * A verb is told by the permission that it asks for; a library by words of its own that survive minifying.
 */
const marks: Record<string, RegExp> = {
  "drizzle-orm": /drizzle:(entityKind|Name|Schema|Columns)/,
  "neo4j-driver": /neo4j:\/\/|Neo4jError|bolt\+routing/,
  "@neondatabase/serverless": /Neon-Connection-String/,
  "better-auth": /better-auth/,
  "a domain verb":
    /["'`](?:create|accept|decline|withdraw|edit|end|update|propose|approve|replay):[a-z-]+:(?:own|any)["'`]/,
};

/** The marks found in each built file, as `file: mark`. */
export async function findServerCode(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(m?js|map)$/.test(file));
  const found = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(folder, file), "utf8");
      return Object.entries(marks).flatMap(([name, mark]) => (mark.test(text) ? [`${file}: ${name}`] : []));
    }),
  );
  return found.flat().toSorted();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL("../build/client", import.meta.url));
  if (!existsSync(folder)) {
    console.error("There is no build/client. Run npm run build first.");
    process.exit(1);
  }
  const found = await findServerCode(folder);
  for (const line of found) console.error(`Browser code holds what belongs to the server: ${line}`);
  if (found.length > 0) process.exit(1);
  console.log("Browser code: nothing of the server in it.");
}
