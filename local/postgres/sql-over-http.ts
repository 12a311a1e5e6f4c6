import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import pg from "pg";
import { z } from "zod";

const statementSchema = z.object({ query: z.string(), params: z.array(z.unknown()).default([]) });
const bodySchema = z.union([z.object({ queries: z.array(statementSchema) }), statementSchema]);
type Statement = z.infer<typeof statementSchema>;

const isolationLevels: Record<string, string> = {
  ReadUncommitted: "READ UNCOMMITTED",
  ReadCommitted: "READ COMMITTED",
  RepeatableRead: "REPEATABLE READ",
  Serializable: "SERIALIZABLE",
};

/**
 * Answers `POST /sql` as Neon does: `{query, params}` or `{queries: […]}` as one transaction; rows are arrays of
 * Postgres's own text, which the driver parses by type; a failed statement is a 400 with the SQLSTATE in `code`.
 */
export async function answerSql(pool: pg.Pool, request: IncomingMessage, response: ServerResponse) {
  const answer = await run(pool, request).then(
    (body) => ({ status: 200, body }),
    (error: unknown) => ({ status: 400, body: reportOf(error) }),
  );
  response.writeHead(answer.status, { "content-type": "application/json" });
  response.end(JSON.stringify(answer.body));
}

async function run(pool: pg.Pool, request: IncomingMessage) {
  const body = bodySchema.parse(JSON.parse(await text(request)));
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    if (!("queries" in body)) return await execute(client, body);
    await client.query(begin(request));
    const results = [];
    for (const statement of body.queries) results.push(await execute(client, statement));
    await client.query("COMMIT");
    return { results };
  } catch (error) {
    if ("queries" in body) broken = await client.query("ROLLBACK").then(() => undefined, asError);
    if (!(error instanceof pg.DatabaseError)) broken = asError(error);
    throw error;
  } finally {
    client.release(broken);
  }
}

function begin(request: IncomingMessage): string {
  const header = (name: string) => String(request.headers[`neon-batch-${name}`] ?? "");
  const level = isolationLevels[header("isolation-level")];
  return [
    "BEGIN",
    level ? `ISOLATION LEVEL ${level}` : "",
    header("read-only") === "true" ? "READ ONLY" : "",
    header("deferrable") === "true" ? "DEFERRABLE" : "",
  ].join(" ");
}

async function execute(client: pg.PoolClient, { query, params }: Statement) {
  const result = await client.query({
    text: query,
    values: params,
    rowMode: "array",
    types: { getTypeParser: () => (value: string) => value },
  });
  return {
    command: result.command,
    rowCount: result.rowCount,
    rowAsArray: true,
    fields: result.fields.map((field) => ({ ...field, format: "text" })),
    rows: result.rows,
  };
}

/** The fields of Postgres's own report; where Postgres never answered, SQLSTATE 08006 or (no free place) 55P03. */
function reportOf(error: unknown): Record<string, unknown> {
  if (error instanceof pg.DatabaseError) {
    const { message, code, severity, detail, hint, position, schema, table, column, constraint, where } =
      error;
    return { message, code, severity, detail, hint, position, schema, table, column, constraint, where };
  }
  if (error instanceof z.ZodError || error instanceof SyntaxError)
    return { message: error.message, code: "08P01", severity: "ERROR" };
  const { message } = asError(error);
  const code = /timeout/.test(message) ? "55P03" : "08006";
  return { message, code, severity: "FATAL" };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
