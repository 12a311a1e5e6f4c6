import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import type { TestProject } from "vitest/node";
import { neo4jClassPath, neo4jCommand } from "#local/neo4j/neo4j.ts";
import { startPart } from "#local/processes/child.ts";

declare module "vitest" {
  interface ProvidedContext {
    neo4jUrl: string;
  }
}

/** Before the tests named `x.graph.test.ts`: a real, empty Neo4j is up, in a JVM of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "atas-neo4j-"));
  const classPath = await neo4jClassPath((line) => console.error(line));
  const port = await getPort({ host: "127.0.0.1" });
  const neo4j = await startPart(neo4jCommand(classPath, folder, port));
  project.provide("neo4jUrl", `bolt://127.0.0.1:${port}`);
  return async () => {
    await neo4j.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
