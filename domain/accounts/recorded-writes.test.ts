import { PgDialect } from "drizzle-orm/pg-core";
import { expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import { noRows } from "./load-auth-rows.ts";
import { recordWrites } from "./recorded-writes.ts";

const textOf = (query: Parameters<PgDialect["sqlToQuery"]>[0]) =>
  new PgDialect().sqlToQuery(query).sql.replace(/\s+/g, " ");

function start() {
  const writes = recordWrites(noRows());
  return { writes, adapter: writes.database({ advanced: { database: { generateId: newId } } }) };
}
const byId = (id: string) => [{ field: "id", value: id }];

it("makes the first write of one certain row the change, and lets the others follow it", async () => {
  const { writes, adapter } = start();
  const userId = newId();
  await adapter.deleteMany({ model: "session", where: [{ field: "userId", value: userId }] });
  await adapter.delete({ model: "verification", where: byId(newId()) });
  await adapter.update({ model: "user", where: byId(userId), update: { emailVerified: true } });
  const { change, after } = writes.asChange();
  expect(textOf(change)).toBe(
    'delete from "verifications" where "verifications"."id" = $1 and true returning id',
  );
  expect(after.map(({ name, query }) => [name, textOf(query)])).toEqual([
    [
      "further_0",
      'delete from "sessions" where "sessions"."user_id" = $1 and exists (select 1 from changed) returning id',
    ],
    [
      "further_1",
      'update "users" set "email_verified" = $1::boolean, "updated_at" = $2::timestamp with time zone where "users"."id" = $3 and exists (select 1 from changed) returning id',
    ],
  ]);
});

it("keeps what was written inside better-auth's transaction, and the id of what was created", async () => {
  const { writes, adapter } = start();
  const row = { identifier: "x", value: "y", expiresAt: new Date(), createdAt: new Date() };
  const { id } = await adapter.transaction((inner) =>
    inner.create<typeof row & { id: string }>({ model: "verification", data: row }),
  );
  expect(writes.createdId("verification")).toBe(id);
  expect(textOf(writes.asChange().change)).toMatch(
    /^insert into "verifications" \(.*"id".*\) select .*\$1::.* where true on conflict do nothing returning id$/,
  );
});

it("refuses what it can't say exactly, rather than write more rows than were meant", async () => {
  const refusals = [
    byId("x").map((clause) => ({ ...clause, connector: "OR" as const })),
    [{ field: "id", value: "x", operator: "contains" as const }],
    [{ field: "roles", value: "x", operator: "gt" as const }],
  ];
  for (const where of refusals) {
    const { writes, adapter } = start();
    await adapter.deleteMany({ model: "session", where: byId(newId()) });
    await adapter.delete({ model: "user", where: byId(newId()) });
    await adapter.updateMany({ model: "user", where, update: { name: "Ada" } }).catch(() => 0);
    expect(() => writes.asChange()).toThrow("no SQL for");
  }
});

it("refuses what it could only lose: an unknown table or column, counting, and a change of nothing", async () => {
  const unknown = start();
  await unknown.adapter.update({ model: "user", where: byId(newId()), update: { nickname: "Ada" } });
  expect(() => unknown.writes.asChange()).toThrow("no column for better-auth's nickname");
  const { writes, adapter } = start();
  await adapter.delete({ model: "passkey", where: byId(newId()) }).catch(() => {});
  expect(() => writes.asChange()).toThrow("unknown table: passkey");
  const counting = { model: "user", where: byId(newId()), increment: { tries: 1 } };
  expect(() => adapter.incrementOne(counting)).toThrow("counts");
  const nothing = start().writes;
  expect(() => nothing.asChange()).toThrow("wrote nothing");
  expect(() => nothing.createdId("verification")).toThrow();
});
