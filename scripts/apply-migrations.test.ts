import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Endpoint, startPostgresEndpoint } from "#local/postgres/endpoint.ts";
import { applyMigrations } from "./apply-migrations.ts";

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startPostgresEndpoint();
});
afterAll(() => endpoint.close());

async function query(text: string) {
  const client = new pg.Client({ connectionString: endpoint.url });
  await client.connect();
  return client.query(text).finally(() => client.end());
}

it("leaves the embeddings for later where asked, then applies them, then nothing", async () => {
  const { url } = endpoint;
  const first = await applyMigrations({ url, embeddings: false });
  expect(first).toContain("0001_tables");
  expect(first.filter((tag) => tag.includes("embeddings"))).toEqual([]);
  expect(await applyMigrations({ url })).toEqual(["0003_profile_embeddings", "0008_embeddings_of_nothing"]);
  expect(await applyMigrations({ url })).toEqual([]);
});

it("refuses to go on when an applied migration was changed", async () => {
  await query("update schema_migrations set sha256 = 'another' where tag = '0001_tables'");
  await expect(applyMigrations({ url: endpoint.url })).rejects.toThrow(/0001_tables was changed/);
});

it("lets nobody change or empty the audit trail", async () => {
  await query(
    "insert into audit_events (id, actor_kind, action, target_type, target_id, request_id) values ('a', 'system', 'x', 'y', 'z', 'r')",
  );
  await expect(query("update audit_events set action = 'other'")).rejects.toThrow(/append-only/);
  await expect(query("delete from audit_events")).rejects.toThrow(/append-only/);
  await expect(query("truncate audit_events")).rejects.toThrow(/append-only/);
});
