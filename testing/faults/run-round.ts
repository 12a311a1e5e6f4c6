import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { messageSchema } from "#domain/rooms/schema.ts";
import { invite } from "./inviter.ts";
import { RoomWriter, type Signed } from "./room-writer.ts";
import { until } from "./until.ts";
import { addUp, judge, type Verdict } from "./verdict.ts";

export interface Table {
  /** Where the clients connect: through the proxy. */
  url: string;
  /** Where a fresh reader looks, past it. */
  directUrl: string;
  roomId: string;
  writers: readonly Signed[];
  /** Each invites the listener once in mid-round. */
  inviters: readonly Signed[];
  listenerId: string;
}

export interface Round {
  verdict: Verdict;
  acknowledged: number;
  reconnects: number;
  resets: number;
  /** Ids of those whose invitation was acknowledged. */
  invited: string[];
}

const WRITING_MS = 1_600;
/** Between two messages of one writer: twenty of them stay far below the limit of floods. */
const PAUSE_MS = 160;
/** Of a busy machine; half of it is the start of a killed Worker. */
const CONVERGED_WITHIN_MS = 120_000;

/**
 * Lets everybody write while `disturb` does its worst, waits until each message has its ack and each client stands
 * where the room stands, and holds what they know against a fresh reader.
 * @throws Error when they do not converge, or the room refused something
 */
export async function runRound(table: Table, disturb: (writingMs: number) => Promise<void>): Promise<Round> {
  const round = Math.random().toString(36).slice(2, 8);
  const { url, directUrl, roomId } = table;
  const writers = table.writers.map(
    (person, n) => new RoomWriter(`${round} ${n}`, person, { url, origin: directUrl, roomId }),
  );
  try {
    await until("everybody is in the room", CONVERGED_WITHIN_MS, () => writers.every((one) => one.snapshot));
    const [invited] = await Promise.all([
      inviteInTurn(table),
      writeFor(writers, WRITING_MS),
      disturb(WRITING_MS),
    ]);
    await until("every message has its ack", CONVERGED_WITHIN_MS, () => writers.every((one) => one.allAcked));
    const lastSeq = Math.max(...writers.flatMap(({ sent }) => sent.map(({ seq }) => seq ?? 0)));
    const converged = () => writers.every((one) => one.lastSeq >= lastSeq);
    await until("every client is up to date", CONVERGED_WITHIN_MS, converged);
    const verdict = await judgeRoom(table, round, writers);
    const refusals = writers.flatMap((one) => Object.keys(one.refusals));
    if (refusals.length > 0) throw new Error(`The room refused: ${[...new Set(refusals)].join(", ")}`);
    return {
      verdict,
      invited,
      acknowledged: writers.reduce((sum, { sent }) => sum + sent.length, 0),
      reconnects: writers.reduce((sum, one) => sum + one.reconnects, 0),
      resets: writers.reduce((sum, one) => sum + one.resets, 0),
    };
  } finally {
    for (const one of writers) one.stop();
  }
}

async function writeFor(writers: readonly RoomWriter[], ms: number): Promise<void> {
  const endsAt = Date.now() + ms;
  await Promise.all(
    writers.map(async (writer) => {
      await delay(Math.random() * PAUSE_MS);
      while (Date.now() < endsAt) {
        writer.say();
        await delay(PAUSE_MS);
      }
    }),
  );
}

async function inviteInTurn({ url, inviters, listenerId }: Table): Promise<string[]> {
  const answers = await Promise.all(
    inviters.map(async (inviter, n) => {
      await delay((n * WRITING_MS) / inviters.length);
      return (await invite(url, inviter, listenerId)) ? [inviter.id] : [];
    }),
  );
  return answers.flat();
}

/** What is stored against the acks, and what each client applied against what is stored. */
async function judgeRoom(table: Table, round: string, writers: readonly RoomWriter[]): Promise<Verdict> {
  const stored = (await readRoom(table)).filter(({ body }) => body.startsWith(round));
  const acknowledged = writers.map(({ sent }) => sent.map(({ body }) => body));
  const bodies = stored.map(({ body }) => body);
  const verdicts = [judge({ acknowledged, stored: bodies })];
  const bySeq = new Map(stored.map(({ seq, body }) => [seq, body]));
  for (const { sent, applied, outOfOrder, resets } of writers) {
    const wrongAcks = sent.filter(({ seq, body }) => bySeq.get(seq ?? 0) !== body).length;
    const mine = applied.map(({ body }) => body).filter((body) => body.startsWith(round));
    const seen = judge({ acknowledged: [bodies], stored: mine });
    verdicts.push({
      // after a reset a client has the newest messages by the snapshot, not one by one
      lost: wrongAcks + (resets > 0 ? 0 : seen.lost),
      doubled: seen.doubled,
      outOfOrder: outOfOrder + seen.outOfOrder,
    });
  }
  return addUp(verdicts);
}

const pageSchema = z.object({ messages: z.array(messageSchema), more: z.boolean() });

/** The room as somebody reads it who has nothing yet, oldest first. */
async function readRoom({ directUrl, roomId, writers }: Table) {
  const read: z.infer<typeof messageSchema>[] = [];
  for (let before = Number.MAX_SAFE_INTEGER; ; before = read[0]?.seq ?? 1) {
    const answer = await fetch(`${directUrl}/rooms/${roomId}/messages?limit=100&before=${before}`, {
      headers: { authorization: `Bearer ${writers[0]?.token}` },
    });
    if (!answer.ok) throw new Error(`The room's messages answered ${answer.status}`);
    const { messages, more } = pageSchema.parse(await answer.json());
    read.unshift(...messages);
    if (!more || messages.length === 0) return read;
  }
}
