import type { TestProject } from "vitest/node";
import { whileNobodyBuilds } from "#local/build-lock.ts";
import { ensureBuilt } from "#local/ensure-built.ts";
import { scriptCommand, startPart } from "#local/processes/child.ts";

declare module "vitest" {
  interface ProvidedContext {
    databaseUrl: string;
    moreDatabasesUrl: string;
  }
}

/** Before the tests inside workerd: the pages are built and a database is up, as a process of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const file = new URL("./test-database-process.ts", import.meta.url);
  const [database] = await Promise.all([
    startPart(scriptCommand("test database", file, {})),
    whileNobodyBuilds(() => ensureBuilt({ force: false })),
  ]);
  project.provide("databaseUrl", String(database.ready.url));
  project.provide("moreDatabasesUrl", String(database.ready.moreUrl));
  return () => database.stop();
}
