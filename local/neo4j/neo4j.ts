import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { PartCommand } from "../processes/child.ts";

const pom = fileURLToPath(new URL("./pom.xml", import.meta.url));
const launcher = fileURLToPath(new URL("./LocalNeo4j.java", import.meta.url));
const cache = fileURLToPath(new URL("../../node_modules/.cache/atas/", import.meta.url));

/** What is missing for a local graph, in a plain line, or null. */
export function whyNoNeo4j(): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const lacks = ["java", "mvn"].filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
  if (lacks.length === 0) return null;
  return `No graph database: ${lacks.join(" and ")} not found (Java 17 and Maven). Recommendations come from SQL.`;
}

/**
 * The jars of Neo4j as a class path. Maven loads them once (116 MB) into its own store.
 * @throws Error with Maven's last words
 */
export async function neo4jClassPath(onProgress: (line: string) => void): Promise<string> {
  const digest = createHash("sha256")
    .update(await readFile(pom))
    .digest("hex")
    .slice(0, 12);
  const file = `${cache}neo4j-classpath-${digest}.txt`;
  const known = existsSync(file) ? await readFile(file, "utf8") : "";
  if (known?.split(delimiter).every((jar) => existsSync(jar))) return known;
  onProgress("Loading Neo4j's jars by Maven (116 MB, once)");
  await mkdir(cache, { recursive: true });
  await runMaven(["-B", "-f", pom, "dependency:build-classpath", `-Dmdep.outputFile=${file}`], onProgress);
  return readFile(file, "utf8");
}

async function runMaven(args: string[], onProgress: (line: string) => void): Promise<void> {
  const child = spawn("mvn", args, { stdio: ["ignore", "pipe", "pipe"] });
  const lastWords: string[] = [];
  let jars = 0;
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", (line) => {
      lastWords.push(line);
      if (lastWords.length > 20) lastWords.shift();
      if (/^(\[INFO\] )?Downloaded .*\.jar/.test(line) && ++jars % 20 === 0)
        onProgress(`${jars} jars loaded`);
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`Maven ended with ${code}:\n${lastWords.join("\n")}`);
}

/** MiB for the JVM's heap and, beside it, for pages of the store. */
export interface Neo4jMemory {
  heap: number;
  pageCache: number;
}

/** Enough for a few thousand people, beside everything else of a laptop. */
const OF_A_LAPTOP: Neo4jMemory = { heap: 512, pageCache: 128 };

/** Starts the graph in a JVM of its own on `port`, with its store in `dataDir`. */
export const neo4jCommand = (
  classPath: string,
  dataDir: string,
  port: number,
  { heap, pageCache } = OF_A_LAPTOP,
): PartCommand => ({
  name: "Neo4j",
  command: "java",
  args: [`-Xmx${heap}m`, "-cp", classPath, launcher, dataDir, String(port), String(pageCache)],
});
