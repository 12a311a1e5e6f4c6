import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import getPort from "get-port";
import { graphIsEmpty, rebuildGraph } from "#scripts/graph-rebuild.ts";
import type { Account } from "#scripts/seed.ts";
import { whileNobodyBuilds } from "../build-lock.ts";
import { ensureBuilt } from "../ensure-built.ts";
import { startMailbox } from "../mailbox/mailbox.ts";
import { neo4jClassPath, neo4jCommand, whyNoNeo4j } from "../neo4j/neo4j.ts";
import { type PartCommand, scriptCommand } from "../processes/child.ts";
import { type Supervised, supervise } from "../processes/supervisor.ts";
import { bundleWorker, isBundleFresh } from "../worker/bundle.ts";
import { takeDataFolder } from "./data-folder.ts";
import { fill } from "./fill.ts";
import { migrate } from "./migrate.ts";

export interface StackOptions {
  /** Of the Worker; 0 or left out: a free one. */
  port?: number;
  /** How many people the seed has; 300 when left out. */
  people?: number;
  /** In a temporary folder that ends with the stack. */
  ephemeral: boolean;
  /** Removes what is there first. */
  fresh?: boolean;
  graph: boolean;
  /** A Postgres to use instead of PGlite. */
  postgresUrl?: string;
  /** Milliseconds between Worker and database, per round trip. */
  dbRttMs?: number;
  /** With a stand-in for the language model; else needs are read by the taxonomy alone. */
  llm?: boolean;
  /** Tells at `/dev/boots` how often each room has been brought into memory. */
  countBoots?: boolean;
  /** Settings that win over the stack's own. */
  settings?: Record<string, string>;
  /** A plain line for people. */
  onProgress(line: string): void;
  /** A line of the Worker's or another part's output. */
  onLog(part: string, line: string): void;
}

/** The local product, each part a process of its own. Parts that die are started again on their ports. */
export class LocalStack {
  readonly #options: StackOptions;
  readonly #ending = new AbortController();
  readonly #closers: (() => Promise<void>)[] = [];
  #worker: Supervised | null = null;
  #postgres: Supervised | null = null;
  #neo4j: Supervised | null = null;
  #llm: Supervised | null = null;
  #bundleFolder = "";
  #stopped: Promise<void> | null = null;
  #releaseData: () => Promise<void> = async () => {};
  url = "";
  mailboxUrl = "";
  llmUrl: string | null = null;
  postgresUrl = "";
  /** Set as soon as the graph is on its way; `neo4jReady` says when it serves. */
  neo4jUrl: string | null = null;
  neo4jReady: Promise<boolean> = Promise.resolve(false);
  accounts: Account[] = [];

  constructor(options: StackOptions) {
    this.#options = options;
  }

  get pids() {
    return {
      workerd: this.#worker?.pid() ?? null,
      postgres: this.#postgres?.pid() ?? null,
      neo4j: this.#neo4j?.pid() ?? null,
      ...(this.#llm && { llm: this.#llm.pid() }),
    };
  }

  /**
   * Starts everything, with a database that is migrated and filled before the Worker serves.
   * @throws Error with what to do about it; `stop` must be called then, too
   */
  async start(): Promise<void> {
    const { onProgress, people } = this.#options;
    const data = await takeDataFolder(this.#options);
    this.#releaseData = data.release;
    this.#bundleFolder = join(data.path, "bundle");
    const port = this.#options.port || (await getPort({ host: "127.0.0.1" }));
    const mailbox = await startMailbox({ file: join(data.path, "mailbox.jsonl") });
    this.#closers.push(mailbox.close);
    this.mailboxUrl = `${mailbox.url}/dev/mailbox`;
    const graphServes = this.#startGraph(join(data.path, "neo4j"));

    const bundled = this.rebuild("if-older");
    // a failure is thrown below; until then it must not count as unhandled
    bundled.catch(() => {});
    await this.#startPostgres(join(data.path, "postgres"));
    if (this.#options.llm) await this.#startLlm();
    const filled = await fill({ databaseUrl: this.postgresUrl, dataFolder: data.path, people, onProgress });
    this.accounts = filled.accounts;
    this.neo4jReady = graphServes.then((serves) => serves && this.#projectGraph(filled.isNew));
    await bundled;
    this.url = `http://127.0.0.1:${port}`;
    const bindings = {
      ENVIRONMENT: "local",
      APP_URL: this.url,
      DATABASE_URL: this.postgresUrl,
      AUTH_SECRET: data.authSecret,
      VAPID_PUBLIC_KEY: data.vapid.publicKey,
      VAPID_PRIVATE_KEY: data.vapid.privateKey,
      MAILBOX_URL: mailbox.url,
      ...(this.neo4jUrl && { NEO4J_URL: this.neo4jUrl }),
      ...(this.llmUrl && {
        OPENAI_BASE_URL: `${this.llmUrl}/v1`,
        OPENAI_API_KEY: "local",
        LLM_MODEL: "local",
      }),
      ...this.#options.settings,
    };
    const folder = this.#bundleFolder;
    const { countBoots } = this.#options;
    const options = { folder, port, dataDir: join(data.path, "worker"), bindings, countBoots };
    onProgress("Starting the Worker");
    this.#worker = await this.#supervise("workerd", () =>
      scriptCommand("workerd", new URL("../worker/process.ts", import.meta.url), options),
    );
  }

  /** Builds pages and bundle anew and keeps a copy of both; the Worker takes them with `restartWorker`. */
  rebuild(pages: "always" | "if-older" | "never"): Promise<void> {
    const { signal } = this.#ending;
    return whileNobodyBuilds(async () => {
      if (pages !== "never") {
        const outcome = await ensureBuilt({ ...(pages === "always" && { force: true }), signal });
        if (outcome === "built") this.#options.onProgress("Pages built");
      }
      if (pages === "if-older" && (await isBundleFresh(this.#bundleFolder))) return;
      await bundleWorker(this.#bundleFolder, signal);
      const client = fileURLToPath(new URL("../../build/client", import.meta.url));
      await rm(join(this.#bundleFolder, "client"), { recursive: true, force: true });
      await cp(client, join(this.#bundleFolder, "client"), { recursive: true });
    });
  }

  async restartWorker(): Promise<void> {
    await this.#worker?.restart();
  }

  /** Ends every part, then gives up the data. Safe to call twice, and while starting. */
  stop(): Promise<void> {
    this.#stopped ??= (async () => {
      this.#ending.abort();
      await Promise.allSettled(this.#closers.map((close) => close()));
      await this.#releaseData();
    })();
    return this.#stopped;
  }

  async #startPostgres(dataDir: string): Promise<void> {
    const { postgresUrl, dbRttMs, onProgress } = this.#options;
    const port = await getPort({ host: "127.0.0.1" });
    onProgress(postgresUrl ? "Connecting to Postgres" : "Starting Postgres");
    const options = { port, rttMs: dbRttMs ?? 0, ...(postgresUrl ? { url: postgresUrl } : { dataDir }) };
    this.#postgres = await this.#supervise("postgres", () =>
      scriptCommand("postgres", new URL("../postgres/process.ts", import.meta.url), options),
    );
    this.postgresUrl = String(this.#postgres.ready().url);
    await this.migrate();
  }

  migrate(): Promise<void> {
    return migrate(this.postgresUrl, this.#options.onProgress);
  }

  async #startLlm(): Promise<void> {
    const port = await getPort({ host: "127.0.0.1" });
    this.#llm = await this.#supervise("llm", () =>
      scriptCommand("llm", new URL("../llm/process.ts", import.meta.url), { port }),
    );
    this.llmUrl = String(this.#llm.ready().url);
  }

  /** The graph starts beside everything else; until it serves the product takes its degraded path. */
  async #startGraph(dataDir: string): Promise<boolean> {
    const { graph, onProgress } = this.#options;
    const reason = graph ? whyNoNeo4j() : "The graph database is left out; recommendations come from SQL.";
    if (reason) {
      onProgress(reason);
      return false;
    }
    const port = await getPort({ host: "127.0.0.1" });
    this.neo4jUrl = `bolt://127.0.0.1:${port}`;
    try {
      const classPath = await neo4jClassPath(onProgress);
      if (this.#stopped) return false;
      onProgress("Starting Neo4j");
      this.#neo4j = await this.#supervise("neo4j", () => neo4jCommand(classPath, dataDir, port));
      return true;
    } catch (error) {
      if (!this.#stopped) onProgress(`Neo4j did not start; recommendations come from SQL. ${wordsOf(error)}`);
      return false;
    }
  }

  /** Draws the graph from Postgres where it is empty or people were filled in. */
  async #projectGraph(isNew: boolean): Promise<boolean> {
    const { onProgress } = this.#options;
    const sides = { databaseUrl: this.postgresUrl, neo4jUrl: this.neo4jUrl ?? "" };
    try {
      if (isNew || (await graphIsEmpty(sides))) {
        onProgress("Drawing the graph");
        await rebuildGraph(sides);
      }
      return true;
    } catch (error) {
      if (!this.#stopped) onProgress(`The graph could not be drawn: ${wordsOf(error)}`);
      return false;
    }
  }

  async #supervise(name: string, command: () => PartCommand): Promise<Supervised> {
    const { onLog, onProgress } = this.#options;
    const logged = () => ({ ...command(), onLine: (line: string) => onLog(name, line) });
    const onRestart = (_: string, pid: number) => onProgress(`${name} was started again (process ${pid})`);
    const started = supervise(logged, onRestart, this.#ending.signal);
    // one that never became ready has ended already
    this.#closers.push(async () => (await started.catch(() => null))?.stop());
    return started;
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
