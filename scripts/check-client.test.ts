import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { findServerCode } from "./check-client.ts";

const folder = await mkdtemp(join(tmpdir(), "atas-client-"));
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ["drizzle-orm", "node_modules/drizzle-orm/entity.js"],
  ["neo4j-driver", "node_modules/neo4j-driver/lib/index.js"],
  ["@neondatabase/serverless", "node_modules/@neondatabase/serverless/index.mjs"],
  ["a domain verb", "domain/mentorships/accept-request.ts"],
])("recognises %s by its own code", async (name, source) => {
  const file = join(folder, "planted.js");
  await writeFile(file, await readFile(source, "utf8"));
  expect(await findServerCode(folder)).toContain(`planted.js: ${name}`);
  await rm(file);
});

it("finds nothing in code of the browser", async () => {
  const file = join(folder, "fine.js");
  await writeFile(file, "export const hello = () => document.title;");
  expect(await findServerCode(folder)).toEqual([]);
});
