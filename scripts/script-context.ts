import { connectPostgres } from "#db/connect-postgres.ts";
import type { JobContext } from "#domain/context.ts";
import { DomainError } from "#domain/errors.ts";
import { newId } from "#domain/ids.ts";

const refuse = async () => {
  throw new DomainError("unavailable", { log: "not connected in scripts" });
};

/** A context for scripts that call verbs: Postgres and what is given; everything else refuses. */
export function scriptContext(
  databaseUrl: string,
  given: Partial<JobContext> & Pick<JobContext, "embeddings">,
): JobContext {
  return {
    actor: { kind: "system", job: "script" },
    ...connectPostgres({ url: databaseUrl }),
    graph: { run: refuse },
    cache: { get: async () => undefined, put: async () => {} },
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
    giveBack: async () => {},
    log: {
      info() {},
      warn: (message, fields) => console.error(message, fields),
      error: (message, error) => console.error(message, error),
    },
    now: () => new Date(),
    requestId: newId(),
    ip: null,
    userAgent: null,
    appUrl: "http://127.0.0.1",
    authSecret: "",
    push: null,
    waitUntil: () => {},
    outboxAppended: () => {},
    jobId: newId(),
    mail: { send: refuse },
    pusher: null,
    inboxWriter: {
      setPreferences: refuse,
      takeDigest: refuse,
      unreadMailed: refuse,
      deferUnreadMail: refuse,
      setPushed: refuse,
      takePush: refuse,
      deferPush: refuse,
      endStreams: refuse,
      deliver: refuse,
    },
    rooms: {
      open: refuse,
      close: refuse,
      look: refuse,
      lookAt: refuse,
      removeMessage: refuse,
      changes: refuse,
      archived: refuse,
    },
    removeFiles: refuse,
    queues: { send: refuse },
    ...given,
  };
}
