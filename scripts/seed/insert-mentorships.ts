import type pg from "pg";
import { archivedMessages, auditEvents, mentorships, outbox, roomMembers, rooms } from "#db/tables/index.ts";
import { DAYS_TO_ANSWER, type RequestState } from "#domain/mentorships/schema.ts";
import type { Job } from "#domain/outbox/jobs.ts";
import { bulkInsert, inTransaction } from "./bulk-insert.ts";
import { insertReviews } from "./insert-reviews.ts";
import type { SeedMentorship } from "./mentorships.ts";
import { seedId } from "./random.ts";

const MINUTE_MS = 60_000;
/** A room's first two events are the two people's joining, so its messages begin with the third. */
const FIRST_MESSAGE_SEQ = 3;

/**
 * Inserts mentorships with rooms, conversations, reviews, audit events and the mentors' taken places, as one transaction.
 * The people in `told` are owed notifications of what is new for them: the product delivers them when it runs.
 * What is there already, in whatever state it is by now, stays as it is.
 */
export function insertMentorships(
  client: pg.ClientBase,
  items: SeedMentorship[],
  { now, told }: { now: Date; told: ReadonlySet<string> },
) {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * MINUTE_MS);
  return inTransaction(client, async () => {
    const added = await bulkInsert(
      client,
      mentorships,
      items.map((item) => mentorshipRow(item, ago)),
      "id",
    );
    const fresh = items.filter((item) => added.has(item.id));
    const talking = fresh.filter((item) => item.roomId !== null);
    await bulkInsert(
      client,
      rooms,
      talking.map((item) => roomRow(item, ago)),
    );
    await bulkInsert(
      client,
      roomMembers,
      talking.flatMap((item) => memberRows(item, ago)),
    );
    await bulkInsert(
      client,
      archivedMessages,
      talking.flatMap((item) => messageRows(item, ago)),
    );
    await bulkInsert(
      client,
      auditEvents,
      fresh.flatMap((item) => auditRows(item, ago)),
    );
    await bulkInsert(client, outbox, notificationRows(fresh, told));
    await insertReviews(client, fresh, { now, silent: told });
    const mentorIds = fresh.filter(({ state }) => state === "active").map(({ mentorId }) => mentorId);
    await client.query(
      `update profiles p set active_mentees =
         (select count(*) from mentorships m where m.mentor_id = p.user_id and m.state = 'active')
       where p.user_id = any($1::uuid[])`,
      [mentorIds],
    );
    return fresh;
  });
}

type Ago = (minutes: number) => Date;

function mentorshipRow(item: SeedMentorship, ago: Ago): typeof mentorships.$inferInsert {
  const { id, mentorId, menteeId, state, goal, message, declineReason, roomId } = item;
  const createdAt = ago(item.createdAgo);
  const respondedAt = item.respondedAgo === null ? null : ago(item.respondedAgo);
  const endedAt = item.endedAgo === null ? null : ago(item.endedAgo);
  return {
    ...{ id, mentorId, menteeId, state, goal, message, declineReason, roomId },
    expiresAt: state === "pending" ? ago(item.createdAgo - DAYS_TO_ANSWER * 1_440) : null,
    queuedAt: state === "waiting" ? createdAt : null,
    respondedAt,
    endedAt,
    version: auditOf(item).length,
    createdAt,
    updatedAt: endedAt ?? respondedAt ?? createdAt,
  };
}

const roomRow = (item: SeedMentorship, ago: Ago) => ({
  id: item.roomId!,
  kind: "direct" as const,
  mentorshipId: item.id,
  createdAt: ago(item.respondedAgo!),
});

const memberRows = (item: SeedMentorship, ago: Ago) =>
  [item.mentorId, item.menteeId].map((userId) => ({
    roomId: item.roomId!,
    userId,
    joinedAt: ago(item.respondedAgo!),
  }));

const messageRows = (item: SeedMentorship, ago: Ago) =>
  item.messages.map(({ id, authorId, body, sentAgo }, i) => ({
    roomId: item.roomId!,
    id,
    seq: FIRST_MESSAGE_SEQ + i,
    version: FIRST_MESSAGE_SEQ + i,
    authorId,
    body,
    sentAt: ago(sentAgo),
  }));

const closings: Partial<Record<RequestState, string>> = {
  declined: "mentorship.declined",
  withdrawn: "mentorship.withdrawn",
  lapsed: "mentorship.lapsed",
  completed: "mentorship.completed",
  ended: "mentorship.ended",
};

/** The steps by which it came into its state, as the verbs of domain/mentorships/ would have recorded them. */
function auditOf({ state, roomId, mentorId, createdAgo, respondedAgo, endedAgo }: SeedMentorship) {
  const asked = state === "waiting" ? "waiting" : "pending";
  const closing = closings[state];
  return [
    {
      action: "mentorship.requested",
      before: null,
      after: { state: asked, mentorId },
      minutesAgo: createdAgo,
    },
    ...(roomId !== null
      ? [
          {
            action: "mentorship.accepted",
            before: { state: "pending" },
            after: { state: "active", roomId },
            minutesAgo: respondedAgo ?? createdAgo,
          },
        ]
      : []),
    ...(closing !== undefined
      ? [
          {
            action: closing,
            before: { state: roomId !== null ? "active" : "pending" },
            after: { state },
            minutesAgo: endedAgo ?? createdAgo,
          },
        ]
      : []),
  ];
}

const auditRows = (item: SeedMentorship, ago: Ago) =>
  auditOf(item).map(({ action, before, after, minutesAgo }) => ({
    id: seedId(`audit ${item.id} ${action}`),
    actorKind: "system" as const,
    actorId: "seed",
    action,
    targetType: "mentorship",
    targetId: item.id,
    before,
    after,
    requestId: "seed",
    at: ago(minutesAgo),
  }));

function notificationRows(items: SeedMentorship[], told: ReadonlySet<string>) {
  return items
    .toSorted((a, b) => b.createdAgo - a.createdAgo)
    .flatMap((item) => {
      const news = newsOf(item);
      return news && told.has(news.userId)
        ? [{ kind: "live.notify" as const, mentorshipId: item.id, ...news }]
        : [];
    })
    .map((job: Job, i) => ({
      id: seedId(`owed ${JSON.stringify(job)}`, i),
      kind: job.kind,
      payload: job,
      requestId: "seed",
    }));
}

/** What is new about it, and to whom. */
function newsOf({ state, mentorId, menteeId }: SeedMentorship) {
  if (state === "pending" || state === "waiting")
    return { userId: mentorId, event: "request.received" as const };
  if (state === "completed") return { userId: menteeId, event: "mentorship.ended" as const };
  return null;
}
