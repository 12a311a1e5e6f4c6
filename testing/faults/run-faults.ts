import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Queryable } from "#db/connect-postgres.ts";
import { startStack } from "#testing/stack.ts";
import { InboxListener } from "./inbox-listener.ts";
import { judgeInbox } from "./judge-inbox.ts";
import { databaseOf, makeRoomOf, makeSignedIn } from "./people.ts";
import type { Signed } from "./room-writer.ts";
import { runRound } from "./run-round.ts";
import { startUnrulyProxy } from "./unruly-proxy.ts";
import { until } from "./until.ts";
import { addUp, type Verdict } from "./verdict.ts";

export type FaultKind = "kill" | "cut";

type Counted = Verdict & { acknowledged: number };

export interface FaultResult {
  kind: FaultKind;
  rounds: number;
  messages: Counted;
  notifications: Counted;
  reconnects: number;
  resets: number;
  /** How often each fault struck. */
  strikes: Record<string, number>;
}

const WRITERS = 20;
const INVITERS = 4;
const DEVICES = 3;
/** One room and one inbox serve so many rounds: they grow old, and stay below what an inbox keeps. */
const ROUNDS_PER_CAST = 10;
const SETTLED_WITHIN_MS = 120_000;
/** Between two strikes of the proxy. */
const STRIKE_EVERY_MS = 90;

type Stack = Awaited<ReturnType<typeof startStack>>;
type Proxy = Awaited<ReturnType<typeof startUnrulyProxy>>;

interface Cast {
  roomId: string;
  writers: Signed[];
  listener: Signed;
  devices: InboxListener[];
  acknowledged: number;
}

/**
 * Rounds of each fault on a stack of their own. `kill`: SIGKILL of workerd while twenty write and somebody is told over
 * `/events` on three devices. `cut`: a proxy that resets, cuts in mid-frame, delays, and leaves lines half open.
 */
export async function runFaults(
  kinds: readonly FaultKind[],
  rounds: number,
  onProgress: (line: string) => void,
): Promise<FaultResult[]> {
  const stack = await startStack(["--ephemeral", "--no-graph", "--people", "20"]);
  const proxy = await startUnrulyProxy(stack.url);
  const results: FaultResult[] = [];
  try {
    const scene = { stack, proxy, db: databaseOf(stack.postgresUrl), onProgress };
    for (const kind of kinds) results.push(await runKind(scene, kind, rounds));
    return results;
  } finally {
    await proxy.close();
    await stack.stop();
  }
}

interface Scene {
  stack: Stack;
  proxy: Proxy;
  db: Queryable;
  onProgress(line: string): void;
}

async function runKind(scene: Scene, kind: FaultKind, rounds: number): Promise<FaultResult> {
  const result: FaultResult = {
    ...{ kind, rounds: 0, reconnects: 0, resets: 0, strikes: {} },
    messages: { acknowledged: 0, lost: 0, doubled: 0, outOfOrder: 0 },
    notifications: { acknowledged: 0, lost: 0, doubled: 0, outOfOrder: 0 },
  };
  while (result.rounds < rounds) {
    const cast = await makeCast(scene.db, scene.proxy.url);
    try {
      await playRounds(scene, cast, result, Math.min(ROUNDS_PER_CAST, rounds - result.rounds));
      await countInbox(scene, cast, result);
    } finally {
      await Promise.all(cast.devices.map((device) => device.stop()));
    }
  }
  return result;
}

async function playRounds(scene: Scene, cast: Cast, result: FaultResult, rounds: number): Promise<void> {
  const { stack, proxy, db, onProgress } = scene;
  const { kind, strikes } = result;
  for (let n = 0; n < rounds; n += 1) {
    const inviters = await makeSignedIn(db, INVITERS, "Inviter");
    const table = { ...cast, url: proxy.url, directUrl: stack.url, inviters, listenerId: cast.listener.id };
    const round = await runRound(table, (ms) =>
      kind === "kill" ? killOnce(stack, ms, strikes) : strikeOften(proxy, ms, strikes),
    );
    cast.acknowledged += round.invited.length;
    result.rounds += 1;
    result.reconnects += round.reconnects;
    result.resets += round.resets;
    result.messages = add(result.messages, round.verdict, round.acknowledged);
    onProgress(`${kind} ${result.rounds}: ${wordsOf(round.verdict)}, ${round.acknowledged} acknowledged`);
  }
}

async function countInbox({ stack, db, onProgress }: Scene, cast: Cast, result: FaultResult): Promise<void> {
  await letTimePass(db, stack);
  const { listener: person, devices, acknowledged } = cast;
  const verdict = await judgeInbox({
    ...{ url: stack.url, person, devices, acknowledged },
    withinMs: SETTLED_WITHIN_MS,
  });
  result.notifications = add(result.notifications, verdict, acknowledged);
  onProgress(`${result.kind}: the inbox: ${wordsOf(verdict)}, ${acknowledged} acknowledged`);
}

async function makeCast(db: Queryable, url: string): Promise<Cast> {
  const writers = await makeSignedIn(db, WRITERS, "Writer");
  const [listener] = await makeSignedIn(db, 1, "Listener");
  if (!listener) throw new Error("nobody listens");
  const roomId = await makeRoomOf(db, writers);
  const devices = Array.from({ length: DEVICES }, () => new InboxListener(listener, url));
  await until("every device listens", SETTLED_WITHIN_MS, () => devices.every(({ state }) => state));
  return { roomId, writers, listener, devices, acknowledged: 0 };
}

/** At some moment of the writing; returns when the supervisor has brought it back. */
async function killOnce(stack: Stack, writingMs: number, strikes: Record<string, number>): Promise<void> {
  await delay(writingMs * (0.1 + 0.8 * Math.random()));
  await stack.killWorker();
  strikes.sigkill = (strikes.sigkill ?? 0) + 1;
}

async function strikeOften(proxy: Proxy, writingMs: number, strikes: Record<string, number>): Promise<void> {
  const endsAt = Date.now() + writingMs;
  while (Date.now() < endsAt) {
    await delay(STRIKE_EVERY_MS * 2 * Math.random());
    const fault = proxy.strike();
    if (fault) strikes[fault] = (strikes[fault] ?? 0) + 1;
  }
}

/**
 * A job that died with the queue is sent again after two minutes; the clock of what is owed is put forward by them
 * instead, and a start of the Worker runs what else a minute would.
 */
async function letTimePass(db: Queryable, stack: Stack): Promise<void> {
  await db.execute(sql`update outbox set sent_at = sent_at - interval '3 minutes' where done_at is null`);
  await stack.killWorker();
}

const add = (sum: Counted, verdict: Verdict, acknowledged: number): Counted => ({
  acknowledged: sum.acknowledged + acknowledged,
  ...addUp([sum, verdict]),
});

const wordsOf = ({ lost, doubled, outOfOrder }: Verdict): string =>
  `lost ${lost}, doubled ${doubled}, out of order ${outOfOrder}`;
