import { beforeAll, describe, inject } from "vitest";
import { z } from "zod";
import { connectPostgres, type Database } from "#db/connect-postgres.ts";
import type { Actor, ReadContext } from "#domain/context.ts";
import { newId } from "#domain/ids.ts";

/*
 * For tests about races, in files named `x.native.test.ts`, which run in Node:
 *
 *   onNativePostgres("requests under concurrency", (postgres) => {
 *     const as = (person: Person) => nativeContext(postgres.url, { actor: actorOf(person) });
 *     it("gives the last place to one of twenty accepts", …);
 *   });
 *
 * PGlite is one backend and runs transactions one after the other, so every race passes on it.
 */

export interface NativePostgres {
  /** For `connectPostgres` and `pg` alike. */
  url: string;
  db: Database;
  /** Of the server itself. */
  pid: number;
}

/**
 * A database of PostgreSQL 18 that no other test sees, migrated (without embeddings), with the skill taxonomy. All of a
 * run are on one server, which starts for the first and takes 2 to 3 s. Linux x64.
 */
export async function startNativePostgres(): Promise<NativePostgres> {
  const response = await fetch(inject("nativePostgresUrl"), { method: "POST" });
  if (!response.ok) throw new Error(await response.text());
  const { url, pid } = readySchema.parse(await response.json());
  return { url, db: connectPostgres({ url }).db, pid };
}

const readySchema = z.object({ url: z.string(), pid: z.number() });

/** The tests that need it are never skipped where the binaries exist for the platform. */
export const hasNativePostgres = process.platform === "linux" && process.arch === "x64";

/**
 * Tests on a database of their own, left out where there are no binaries for the platform.
 * @param tests takes `postgres` apart inside of a test at the earliest: it is there before the first one
 */
export function onNativePostgres(title: string, tests: (postgres: NativePostgres) => void): void {
  describe.runIf(hasNativePostgres)(title, () => {
    const postgres = {} as NativePostgres;
    beforeAll(async () => {
      Object.assign(postgres, await startNativePostgres());
    });
    tests(postgres);
  });
}

/** A context outside workerd: the database is real, every other service throws when it is used. */
export function nativeContext(url: string, overrides: { actor: Actor } & Partial<ReadContext>): ReadContext {
  const { db, transaction } = connectPostgres({ url });
  const refuse = async () => {
    throw new Error("a race test needs the database alone; give this service as an override");
  };
  return {
    db,
    transaction,
    graph: { run: refuse },
    cache: { get: async () => undefined, put: async () => {} },
    embeddings: { model: "none", embed: refuse },
    embeddingsOf: () => null,
    llm: null,
    inbox: { state: refuse, list: refuse, markRead: refuse },
    files: { keep: refuse, read: refuse },
    roomReader: {
      snapshot: refuse,
      history: refuse,
      historyAfter: refuse,
      thread: refuse,
      search: refuse,
      firstSince: refuse,
      versions: refuse,
    },
    limit: refuse,
    giveBack: refuse,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    now: () => new Date(),
    requestId: newId(),
    ip: null,
    userAgent: null,
    appUrl: "http://atas.test",
    authSecret: "a secret for tests, not a secret at all",
    push: null,
    waitUntil: (work) => void work.catch(() => {}),
    outboxAppended: () => {},
    ...overrides,
  };
}
