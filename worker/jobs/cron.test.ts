import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { afterEach, expect, it, vi } from "vitest";
import { outbox } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { testContext } from "#testing/context.ts";
import { makeOutboxRow } from "#testing/factories.ts";
import { makeQueues } from "../clients/queues.ts";
import { everyMinute, runCron } from "./cron.ts";
import { relayOwed } from "./relay-owed.ts";

const lines: Record<string, unknown>[] = [];
const listen = () => {
  lines.length = 0;
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(JSON.parse(line)));
};
afterEach(() => vi.restoreAllMocks());

it("does each step of the minute as the product, though one fails, and logs one line", async () => {
  listen();
  const ran: string[] = [];
  await runCron(env, createExecutionContext(), {
    first: async (ctx) => {
      ran.push(ctx.actor.kind === "system" ? ctx.actor.job : "");
      return 3;
    },
    broken: async () => {
      throw new Error("not today");
    },
    last: async () => ran.push("last"),
  });
  expect(ran).toEqual(["first", "last"]);
  expect(lines.filter((line) => line.message === "cron")).toMatchObject([
    { "labels.first": 3, "labels.last": 2 },
  ]);
  expect(lines.filter((line) => line.message === "cron step failed")).toMatchObject([
    { "event.action": "broken", "error.message": "not today" },
  ]);
});

it("lapses, moves lines and owes recommendations before it sends", async () => {
  expect(Object.keys(everyMinute)).toEqual([
    "stale-recommendations-seconds",
    "lapse-requests",
    "resume-profiles",
    "advance-lines",
    "owe-recommendations",
    "owe-embeddings",
    "check-saved-searches",
    "owe-digests",
    "remove-expired",
    "remove-unsent-attachments",
    "sweep",
    "relay",
  ]);
  // Long ago, so that nothing of other tests is due.
  const ctx = { ...testContext({ actor: { kind: "system", job: "test" } }), now: () => new Date(0) };
  expect(await everyMinute.relay!(ctx as never)).toBe(0);
});

it("sends what a request owes after its answer, and survives a database that is gone", async () => {
  listen();
  const requestId = newId();
  // A job about nobody: its consumer has nothing to do.
  const row = await makeOutboxRow(testContext().db, { requestId });
  const waitUntil = createExecutionContext().waitUntil;
  await relayOwed(env, { requestId, waitUntil });
  const [sent] = await testContext().db.select().from(outbox).where(eq(outbox.id, row.id));
  expect(sent!.sentAt).not.toBeNull();
  const nowhere = { ...env, DATABASE_URL: "postgres://nobody@127.0.0.1:9/none" };
  await relayOwed(nowhere, { requestId, waitUntil });
  const failed = lines.find((line) => line.message === "relay failed");
  expect(failed).toMatchObject({ "log.level": "error", "error.message": expect.any(String) });
  // what the failed query carried
  expect(JSON.stringify(failed)).not.toContain("params:");
});

it("brings each job to the queue of its kind, a hundred at a time", async () => {
  const batches: [string, number][] = [];
  const queue = (name: string) => ({
    sendBatch: async (messages: unknown[]) => void batches.push([name, messages.length]),
  });
  const queues = makeQueues({
    MAIL_QUEUE: queue("mail"),
    SEARCH_QUEUE: queue("search"),
    GRAPH_QUEUE: queue("graph"),
    LIVE_QUEUE: queue("live"),
  } as never);
  const message = (kind: "search.embed-profile" | "graph.project-person") => ({
    id: newId(),
    requestId: newId(),
    job: { kind, userId: newId() },
  });
  await queues.send([
    ...Array.from({ length: 101 }, () => message("search.embed-profile")),
    message("graph.project-person"),
  ]);
  expect(batches).toEqual([
    ["search", 100],
    ["search", 1],
    ["graph", 1],
  ]);
});
