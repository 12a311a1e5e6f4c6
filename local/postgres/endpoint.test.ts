import { connect, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connectPostgres } from "#db/connect-postgres.ts";
import { type Endpoint, startPostgresEndpoint } from "./endpoint.ts";
import { frame } from "./wire-messages.ts";

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startPostgresEndpoint({ idleInTransactionMs: 1_500 });
  await query("create table counters (id text primary key, n int not null default 0)");
});
afterAll(() => endpoint.close());

async function query(text: string, params: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: endpoint.url });
  await client.connect();
  try {
    return (await client.query(text, params)).rows;
  } finally {
    await client.end();
  }
}

async function newCounter(): Promise<string> {
  const id = crypto.randomUUID();
  await query("insert into counters (id) values ($1)", [id]);
  return id;
}

const read = async (id: string) => (await query("select n from counters where id = $1", [id]))[0]?.n;

const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${endpoint.port}/sql`, { method: "POST", headers, body: JSON.stringify(body) });

/** A client on the bare protocol, that can do what no driver would. */
async function bareClient(
  port = endpoint.port,
): Promise<{ socket: Socket; heard(letter: string): Promise<void> }> {
  const socket = connect(port, "127.0.0.1");
  let letters = "";
  let told = () => {};
  socket.on("data", (data: Buffer) => {
    for (let at = 0; at + 5 <= data.length; at += 1 + data.readInt32BE(at + 1))
      letters += String.fromCharCode(data[at] ?? 0);
    told();
  });
  const heard = async (letter: string) => {
    while (!letters.includes(letter)) await new Promise<void>((resolve) => (told = resolve));
    letters = "";
  };
  const parameters = Buffer.from("user\0postgres\0database\0postgres\0\0");
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + parameters.length, 0);
  head.writeInt32BE(196_608, 4);
  socket.write(Buffer.concat([head, parameters]));
  await heard("R");
  socket.write(frame("p", Buffer.from("x\0")));
  await heard("Z");
  return { socket, heard };
}

const parseAndExecute = (statement: string): Buffer =>
  Buffer.concat([
    frame("P", Buffer.from(`\0${statement}\0\0\0`)),
    frame("B", Buffer.from("\0\0\0\0\0\0\0\0")),
    frame("E", Buffer.from("\0\0\0\0\0")),
    frame("H", Buffer.alloc(0)),
  ]);

it("lets transactions and queries over HTTP interleave without losing a step or stalling", async () => {
  const id = await newCounter();
  const { db, transaction } = connectPostgres({ url: endpoint.url });
  const transactions = Array.from({ length: 8 }, () =>
    transaction(async (tx) => {
      const { rows } = await tx.execute(sql`select n from counters where id = ${id} for update`);
      await tx.execute(sql`update counters set n = ${Number(rows[0]?.n) + 1} where id = ${id}`);
    }),
  );
  const queries = Array.from({ length: 20 }, (_, i) => db.execute(sql`select ${i}::int as i`));
  await Promise.all(transactions);
  const answers = await Promise.all(queries);
  expect(answers.map(({ rows }) => rows[0]?.i)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  expect(await read(id)).toBe(8);
});

it("keeps the backend for a batch that ended in Flush, until its Sync; who waits too long hears 55P03", async () => {
  const impatient = await startPostgresEndpoint({ patienceMs: 200, snapshot: await endpoint.snapshot() });
  const ask = () =>
    fetch(`http://127.0.0.1:${impatient.port}/sql`, {
      method: "POST",
      body: '{"query":"select 1","params":[]}',
    });
  const { socket, heard } = await bareClient(impatient.port);
  socket.write(parseAndExecute("insert into counters (id) values ('flushed')"));
  await heard("C");
  expect(await (await ask()).json()).toMatchObject({ code: "55P03" });
  socket.write(frame("S", Buffer.alloc(0)));
  await heard("Z");
  expect((await ask()).status).toBe(200);
  socket.destroy();
  await impatient.close();
});

it("takes back what a client did that died before its Sync", async () => {
  const id = await newCounter();
  const { socket, heard } = await bareClient();
  socket.write(parseAndExecute(`update counters set n = 1 where id = '${id}'`));
  await heard("C");
  socket.destroy();
  expect(await read(id)).toBe(0);
});

it("frees the backend when a client dies in a transaction that has failed", async () => {
  const { socket, heard } = await bareClient();
  socket.write(frame("Q", Buffer.from("begin\0")));
  await heard("Z");
  socket.write(parseAndExecute("select 1/0"));
  await heard("E");
  socket.destroy();
  expect(await query("select 1 as one")).toEqual([{ one: 1 }]);
});

it("cuts a transaction that is idle too long, and the others go on", async () => {
  const id = await newCounter();
  const client = new pg.Client({ connectionString: endpoint.url });
  const cut = new Promise<Error>((resolve) => client.on("error", resolve));
  await client.connect();
  await client.query("begin");
  await client.query("update counters set n = 1 where id = $1", [id]);
  expect(await read(id)).toBe(0);
  expect(await cut).toMatchObject({ code: "25P03" });
});

it("writes nothing of a batch of which one statement fails", async () => {
  const id = await newCounter();
  const response = await post({
    queries: [
      { query: "update counters set n = 5 where id = $1", params: [id] },
      { query: "insert into counters (id) values ($1)", params: [id] },
    ],
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    code: "23505",
    table: "counters",
    constraint: "counters_pkey",
  });
  expect(await read(id)).toBe(0);
});

it("runs a batch as the kind of transaction that its headers ask for", async () => {
  const headers = { "Neon-Batch-Read-Only": "true", "Neon-Batch-Isolation-Level": "Serializable" };
  const isolation = { query: "show transaction_isolation", params: [] };
  const body = await (await post({ queries: [isolation] }, headers)).json();
  expect(body).toMatchObject({ results: [{ rows: [["serializable"]] }] });
  const refused = await post({ queries: [{ query: "delete from counters", params: [] }] }, headers);
  expect(await refused.json()).toMatchObject({ code: "25006" });
});

it("hands values through as Postgres writes them", async () => {
  const { db } = connectPostgres({ url: endpoint.url });
  const { rows } = await db.execute(
    sql`select null as nothing, true as yes, array['a','b'] as list, '{"k": [1]}'::jsonb as tree, 9007199254740993::text as big`,
  );
  expect(rows).toEqual([
    { nothing: null, yes: true, list: ["a", "b"], tree: { k: [1] }, big: "9007199254740993" },
  ]);
});

it("answers rubbish with a refusal and other paths with 404", async () => {
  expect((await post({ nonsense: true })).status).toBe(400);
  expect((await fetch(`http://127.0.0.1:${endpoint.port}/other`)).status).toBe(404);
});

it("stands in front of any Postgres, at the asked distance from the Worker", async () => {
  const far = await startPostgresEndpoint({ url: endpoint.url, rttMs: 60 });
  const { db, transaction } = connectPostgres({ url: far.url });
  const timed = async (work: () => Promise<unknown>) => {
    const since = performance.now();
    await work();
    return performance.now() - since;
  };
  expect(await timed(() => db.execute(sql`select 1`))).toBeGreaterThanOrEqual(59);
  expect(await timed(() => transaction((tx) => tx.execute(sql`select 1`)))).toBeGreaterThanOrEqual(100);
  await far.close();
});
