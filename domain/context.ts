import type { Database, Transaction } from "#db/connect-postgres.ts";
import type { EmbeddingProvider } from "./embedding/schema.ts";
import type { InboxEvent, InboxState, NewNotification, NotificationPage } from "./notifications/schema.ts";
import type { Job } from "./outbox/jobs.ts";
import type { Role } from "./permissions.ts";
import type { Preferences } from "./preferences/schema.ts";
import type { DeviceInput } from "./push/schema.ts";
import type { Message, MessageVersion, RoomChange, RoomMember, RoomSnapshot } from "./rooms/schema.ts";

/** Who acts. `system` exists in jobs and crons alone. */
export type Actor =
  | {
      kind: "user";
      id: string;
      sessionId: string;
      name: string;
      email: string;
      emailVerified: boolean;
      roles: readonly Role[];
      /** False until the onboarding is done. */
      onboarded: boolean;
      timeZone: string;
    }
  | { kind: "anonymous" }
  | { kind: "system"; job: string };

/** One JSON line a call, in ECS field names; `fields` must hold no secret and no personal data. */
export interface Logger {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, error: unknown, fields?: Record<string, unknown>): void;
}

export interface Graph {
  /** No graph is configured: there is nothing to project, and a later rebuild takes everything in. */
  readonly absent?: boolean;
  /**
   * Rows of a Cypher query, as plain JSON.
   * @throws DomainError `unavailable` when the graph is absent, down, or slower than the deadline
   */
  run(
    cypher: string,
    params: Record<string, unknown>,
    options?: { deadlineMs?: number; write?: boolean },
  ): Promise<unknown[]>;
}

/** Isolate memory and Cache API; keys carry the version of what they hold, so nothing is ever stale. */
export interface Cache {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown, ttlSeconds: number): Promise<void>;
}

/** A person's own notifications, read and marked by that person alone (verbs pass the actor's id). */
export interface InboxReader {
  state(userId: string): Promise<InboxState>;
  list(userId: string, page: NotificationPage): Promise<InboxEvent[]>;
  /** Marks as read up to and including `id`, or the given ids. Returns the state after it. */
  markRead(userId: string, what: { upTo: number } | { ids: number[] }): Promise<InboxState>;
}

/** What a room holds, for who has been let in (`authorizeRoom`, `loadRoomHeader`). */
export interface RoomReader {
  /** The newest messages and who has read how far, as this reader may know it. */
  snapshot(roomId: string, readerId: string): Promise<RoomSnapshot>;
  /**
   * Messages before an event's number, oldest first; `inArchive`: what is older still is in the archive, and `single`
   * ones of that are in the room too, as they stand now.
   */
  history(
    roomId: string,
    beforeSeq: number,
    limit: number,
  ): Promise<{ messages: Message[]; more: boolean; single: Message[]; inArchive: boolean }>;
  /**
   * Messages after an event's number, oldest first, of the room's own: from event `since` on it holds them all, and of
   * those before it `single` ones.
   */
  historyAfter(
    roomId: string,
    afterSeq: number,
    limit: number,
  ): Promise<{ messages: Message[]; more: boolean; since: number; single: Message[] }>;
  /** A message and the replies under it, oldest first; empty for one that is not in the room. */
  thread(roomId: string, messageId: string): Promise<Message[]>;
  /** Of the newest messages those that hold all the words, and those with these ids as they stand now. */
  search(roomId: string, words: string[], ids: string[]): Promise<Message[]>;
  /** The event that made the first message shown in the room at a moment or after it; null without one. */
  firstSince(roomId: string, since: string): Promise<number | null>;
  /** How a message stood after each change, oldest first; null for one that is not in the room. */
  versions(roomId: string, messageId: string): Promise<MessageVersion[] | null>;
}

/** What is kept of a file beside its bytes. */
export interface StoredFile {
  type: string;
  /** Bytes. */
  size: number;
  /** Pixels of a picture that is shown. */
  width?: number;
  height?: number;
}

/**
 * Files by key. A request may keep one, since bytes can't wait in an outbox: nobody knows of it until a message carries
 * it, and it goes when none does. Removing is for jobs.
 */
export interface FileStore {
  /**
   * Keeps a file, once: where the key is taken nothing is written.
   * @param body exactly `size` bytes
   * @returns what is kept under the key
   * @throws DomainError `invalid_input` where the bytes are more or fewer
   */
  keep(key: string, body: ReadableStream<Uint8Array>, file: StoredFile): Promise<StoredFile>;
  /** Null: there is no such file. */
  read(key: string): Promise<ReadableStream<Uint8Array> | null>;
}

/** The language model, or null without a key: any OpenAI-compatible endpoint. */
export interface LanguageModel {
  /** Names whose understanding it is, in cache keys. */
  readonly model: string;
  /**
   * @returns the parsed JSON that the model answered, unvalidated; the caller's zod schema decides
   * @throws DomainError `unavailable` past the deadline, for a failure or a refusal, and at once for a while after several
   */
  structured(options: {
    system: string;
    input: string;
    schemaName: string;
    jsonSchema: object;
    deadlineMs: number;
  }): Promise<unknown>;
}

/** So many tries in a period, evenly refilled; `burst` of them (default: all) may come at once. */
export interface RateRule {
  limit: number;
  periodMs: number;
  burst?: number;
}

export interface RateAnswer {
  allowed: boolean;
  limit: number;
  /** Tries left right now. */
  remaining: number;
  /** Until all tries are there again. */
  resetMs: number;
  /** Until the next try is allowed; 0 when this one was. */
  retryAfterMs: number;
}

/** What every verb gets, made once a request or job and closed at its end. It reads; effects go through the outbox. */
export interface ReadContext {
  actor: Actor;
  db: Database;
  /** Interactive: only where a lock or several tables need it, and the verb says why. */
  transaction<T>(run: (tx: Transaction) => Promise<T>): Promise<T>;
  graph: Graph;
  cache: Cache;
  /** Of the configured model. */
  embeddings: EmbeddingProvider;
  /** Of the model whose space has this name; null where the settings no longer reach it. */
  embeddingsOf(model: string): EmbeddingProvider | null;
  llm: LanguageModel | null;
  inbox: InboxReader;
  roomReader: RoomReader;
  files: FileStore;
  /** Takes one try of `key`; the answer to the person carries the tightest limit's `RateLimit-*` headers. */
  limit(key: string, rule: RateRule): Promise<RateAnswer>;
  /** Returns a try that turned out not to count, such as a sign-in that succeeded. */
  giveBack(key: string, rule: RateRule): Promise<void>;
  log: Logger;
  now(): Date;
  requestId: string;
  ip: string | null;
  userAgent: string | null;
  /** Public address of the product, without a slash at the end. */
  appUrl: string;
  /** Signs cookies and e-mail tokens. */
  authSecret: string;
  /** Web push, or null without VAPID keys: the key that browsers subscribe with, and hosts of push services. */
  push: { publicKey: string; services: readonly string[] } | null;
  /** Work that may end after the answer. */
  waitUntil(work: Promise<unknown>): void;
  /** Told by `commitChange` that the outbox has new rows, so that the relay runs after the answer. */
  outboxAppended(): void;
}

/** What acts on the world. Only jobs have it, so no effect can happen outside the outbox. */
export interface JobContext extends ReadContext {
  /** The outbox row behind this job: the idempotency key of its effect. */
  jobId: string;
  mail: { send(message: MailMessage): Promise<{ providerId: string }> };
  /** Null without VAPID keys. */
  pusher: { send(message: PushMessage): Promise<PushOutcome> } | null;
  inboxWriter: {
    /** Stores and pushes; a second call with the same `key` does nothing. */
    deliver(userId: string, notification: NewNotification): Promise<void>;
    /** What the person wants to see there; older ones than it has are ignored. */
    setPreferences(userId: string, preferences: Preferences): Promise<void>;
    /** What waits for a digest and was not seen meanwhile, newest first, for this job: again the same for the same. */
    takeDigest(userId: string, jobId: string): Promise<InboxEvent[]>;
    /** The letter about unread messages of a room is out, or not wanted: none more until the person has read. */
    unreadMailed(userId: string, roomId: string): Promise<void>;
    /** Ends the person's open streams: those whose session lasts come back by themselves. */
    endStreams(userId: string): Promise<void>;
    /** The letter waits until then. */
    deferUnreadMail(userId: string, roomId: string, untilMs: number): Promise<void>;
    /** Whether any browser of the person's is to hear of what comes. */
    setPushed(userId: string, isPushed: boolean): Promise<void>;
    /** What a push is to show; null where it was read meanwhile, or its person is here and may be asked for later. */
    takePush(userId: string, notificationId: number): Promise<InboxEvent | null>;
    /** The push waits until then. */
    deferPush(userId: string, notificationId: number, untilMs: number): Promise<void>;
  };
  rooms: {
    open(roomId: string, members: RoomMember[]): Promise<void>;
    /** From now on the room is read, and nothing is written in it. */
    close(roomId: string): Promise<void>;
    /** Something that a room keeps from the database has changed: it reads anew how it stands, and ends
     *  the sockets of those who may not stay. `ifHere`: only where this person sits in it. */
    look(roomId: string, ifHere?: string): Promise<void>;
    /** Somebody has joined it, left it, been removed or muted it: it reads anew how they stand. */
    lookAt(roomId: string, userId: string): Promise<void>;
    /** Takes out a message for a moderator. */
    removeMessage(roomId: string, messageId: string, userId: string): Promise<void>;
    /** Each change of a message in `fromSeq..toSeq`, in order: `version` is the event's number. */
    changes(roomId: string, fromSeq: number, toSeq: number): Promise<RoomChange[]>;
    /** Tells the room that the archive has committed `fromSeq..toSeq`; until then it sends the job again. */
    archived(roomId: string, fromSeq: number, toSeq: number): Promise<void>;
  };
  /** Removes files by key; one that is gone already is none the less so. */
  removeFiles(keys: string[]): Promise<void>;
  queues: { send(jobs: { id: string; job: Job; requestId: string }[]): Promise<void> };
}

export interface MailMessage {
  idempotencyKey: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers?: Record<string, string>;
}

export interface PushMessage {
  to: DeviceInput;
  /** At most 3,993 bytes; it is sealed for the browser alone. */
  payload: string;
  /** 32 characters of base64url at most: takes the place of what waits with the same. */
  topic: string;
  urgency: "normal" | "high";
  ttlSeconds: number;
}

/** What a push service said. `gone`: the browser is not there any more. `later`: it is busy, or did not answer. */
export type PushOutcome =
  | { kind: "taken" }
  | { kind: "gone" }
  | { kind: "later"; status: number | null; retryAfterSeconds: number | null }
  | { kind: "refused"; status: number | null };
