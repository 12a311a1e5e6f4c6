import neo4j, { type Driver } from "neo4j-driver";
import { graphConstraints } from "./graph/constraints.ts";

export interface Neo4jOptions {
  /** `bolt://…` or `neo4j+s://…`. */
  url: string;
  user?: string;
  password?: string;
  poolSize: number;
  connectionTimeoutMs: number;
}

export type GraphRow = Record<string, unknown>;

export interface GraphConnection {
  /** Rows of one query in a transaction of its own, as plain JSON: a number is a number, a node its properties. */
  run(cypher: string, params: Record<string, unknown>, write: boolean): Promise<GraphRow[]>;
  close(): Promise<void>;
}

/** Opens a pool; nothing is sent before the first query, which makes sure of the constraints. */
export function connectNeo4j(options: Neo4jOptions): GraphConnection {
  const { url, user, password, poolSize, connectionTimeoutMs } = options;
  const driver: Driver = neo4j.driver(url, user ? neo4j.auth.basic(user, password ?? "") : undefined, {
    disableLosslessIntegers: true,
    maxConnectionPoolSize: poolSize,
    connectionTimeout: connectionTimeoutMs,
    connectionAcquisitionTimeout: connectionTimeoutMs,
    telemetryDisabled: true,
  });
  let constrained: Promise<void> | null = null;

  function constrain(): Promise<void> {
    constrained ??= (async () => {
      for (const constraint of graphConstraints) await driver.executeQuery(constraint);
    })().catch((error) => {
      constrained = null;
      throw error;
    });
    return constrained;
  }

  return {
    async run(cypher, params, write) {
      if (write) await constrain();
      const routing = write ? neo4j.routing.WRITE : neo4j.routing.READ;
      const { records } = await driver.executeQuery(cypher, params, { routing });
      return records.map((record) => record.toObject() as GraphRow);
    },
    close: () => driver.close(),
  };
}
