import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { type Part, scriptCommand, startPart } from "#local/processes/child.ts";

declare module "vitest" {
  interface ProvidedContext {
    nativePostgresUrl: string;
  }
}

/** Where tests ask for a database of native Postgres: the server starts for the first who does, as most runs have none. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<Part> | null = null;
  const answer = async (): Promise<string> => {
    server ??= startPart(scriptCommand("native Postgres", file, {}));
    const { door, pid } = (await server).ready;
    const response = await fetch(String(door), { method: "POST" });
    const url = await response.text();
    if (!response.ok) throw new Error(`No database of native Postgres: ${url}`);
    return JSON.stringify({ url, pid });
  };
  const door = createServer((_, response) => {
    answer().then(
      (body) => response.end(body),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  project.provide("nativePostgresUrl", `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
  return async () => {
    door.closeAllConnections();
    door.close();
    await (await server?.catch(() => null))?.stop();
  };
}

const file = new URL("./native-postgres-process.ts", import.meta.url);
