import { DurableObject } from "cloudflare:workers";
import { connectNeo4j, type GraphConnection, type GraphRow } from "#db/connect-neo4j.ts";

export interface GraphQuery {
  cypher: string;
  params: Record<string, unknown>;
  deadlineMs: number;
  write: boolean;
}

/** A failure is a value: errors lose their class on the way between objects. */
export type GraphAnswer = { rows: GraphRow[] } | { failed: "slow" | "down" | "query"; reason: string };

const POOL_SIZE = 5;
const CONNECTION_TIMEOUT_MS = 3_000;
const IDLE_MS = 30_000;
const FAILURES_TO_OPEN = 3;
const OPEN_MS = 5_000;

/**
 * One of a few shards near the graph: owns the driver and a small pool, so that requests don't pay the handshake.
 * Nothing is stored; everything in memory may be lost at any time: the next query opens the driver again.
 * Outgoing sockets keep the object awake, so an alarm closes the driver after 30 s without a query.
 */
export class GraphGateway extends DurableObject<Env> {
  private connection: GraphConnection | null = null;
  private usedAt = 0;
  /** Failures in a row. At three, answers are refused at once for 5 s: a page must not wait for a dead server. */
  private failures = 0;
  private openUntil = 0;

  /** Runs one query within the deadline. Never throws. */
  async run({ cypher, params, deadlineMs, write }: GraphQuery): Promise<GraphAnswer> {
    if (Date.now() < this.openUntil) return { failed: "down", reason: "the graph failed a moment ago" };
    const connection = await this.opened();
    if (!connection) return { failed: "down", reason: "no graph is configured" };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<GraphAnswer>((resolve) => {
      timer = setTimeout(
        () => resolve({ failed: "slow", reason: `no answer in ${deadlineMs} ms` }),
        deadlineMs,
      );
    });
    const answer = await Promise.race([ask(connection, cypher, params, write), late]);
    clearTimeout(timer);
    await this.learn(answer);
    return answer;
  }

  /** The driver goes when nobody asked for 30 s. */
  override async alarm(): Promise<void> {
    const idleMs = Date.now() - this.usedAt;
    if (idleMs < IDLE_MS) await this.ctx.storage.setAlarm(Date.now() + IDLE_MS - idleMs);
    else await this.shut();
  }

  private async opened(): Promise<GraphConnection | null> {
    const { NEO4J_URL: url, NEO4J_USER: user, NEO4J_PASSWORD: password } = this.env;
    if (!url) return null;
    this.usedAt = Date.now();
    if (this.connection) return this.connection;
    this.connection = connectNeo4j({
      url,
      user,
      password,
      poolSize: POOL_SIZE,
      connectionTimeoutMs: CONNECTION_TIMEOUT_MS,
    });
    await this.ctx.storage.setAlarm(Date.now() + IDLE_MS);
    return this.connection;
  }

  /** A wrong query says nothing about the server; a slow or lost one does, and its pool is not trusted again. */
  private async learn(answer: GraphAnswer): Promise<void> {
    if (!("failed" in answer) || answer.failed === "query") {
      this.failures = 0;
      return;
    }
    this.failures += 1;
    if (this.failures < FAILURES_TO_OPEN) return;
    this.failures = 0;
    this.openUntil = Date.now() + OPEN_MS;
    await this.shut();
  }

  private async shut(): Promise<void> {
    const { connection } = this;
    this.connection = null;
    await connection?.close().catch(() => {});
  }
}

async function ask(
  connection: GraphConnection,
  cypher: string,
  params: Record<string, unknown>,
  write: boolean,
): Promise<GraphAnswer> {
  try {
    return { rows: await connection.run(cypher, params, write) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = error instanceof Error ? error.message : String(error);
    return {
      failed: code.startsWith("Neo.ClientError") ? "query" : "down",
      reason: `${code} ${reason}`.trim(),
    };
  }
}
