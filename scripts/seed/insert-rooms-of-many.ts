import type pg from "pg";
import { archivedMessages, auditEvents, roomMembers, rooms } from "#db/tables/index.ts";
import { bulkInsert, inTransaction } from "./bulk-insert.ts";
import type { SeedPerson } from "./people.ts";
import { seedId } from "./random.ts";
import { type RoomOfManyPlan, roomsOfMany } from "./rooms-of-many.ts";

const MINUTE_MS = 60_000;
/** So many people of its field are in a community beside those whom the plan names. */
const OTHERS = 12;

/**
 * Inserts communities and a circle with members and messages, as one transaction, of the people who are in the database.
 * A room that is there already stays as it is.
 */
export function insertRoomsOfMany(
  client: pg.ClientBase,
  people: readonly SeedPerson[],
  now: Date,
): Promise<void> {
  return inTransaction(client, async () => {
    const known = await client.query<{ id: string }>("select id from users");
    const here = new Set(known.rows.map(({ id }) => id));
    const present = people.filter(({ userId }) => here.has(userId));
    const made = roomsOfMany
      .map((plan) => ({ plan, userIds: membersOf(plan, present) }))
      // a circle without all of its people would be another one
      .filter(({ plan, userIds }) => plan.cluster !== null || userIds.length === plan.people.length);
    const at = (plan: RoomOfManyPlan, minutes = 0) =>
      new Date(now.getTime() - (plan.minutesAgo + minutes) * MINUTE_MS);
    const begun = (plan: RoomOfManyPlan) => at(plan, 2_880 + lengthOf(plan));
    const added = await bulkInsert(
      client,
      rooms,
      made.map(({ plan, userIds }) => ({
        id: plan.id,
        kind: plan.cluster === null ? ("group" as const) : ("community" as const),
        clusterSlug: plan.cluster,
        title: plan.title,
        makerId: plan.cluster === null ? userIds[0] : null,
        memberCount: userIds.length,
        createdAt: begun(plan),
      })),
      "id",
    );
    const fresh = made.filter(({ plan }) => added.has(plan.id));
    await bulkInsert(
      client,
      roomMembers,
      fresh.flatMap(({ plan, userIds }) =>
        userIds.map((userId, n) => ({
          roomId: plan.id,
          userId,
          joinedAt: new Date(begun(plan).getTime() + n * MINUTE_MS),
        })),
      ),
    );
    await bulkInsert(
      client,
      archivedMessages,
      fresh.flatMap(({ plan, userIds }) => messagesOf(plan, userIds, (minutes) => at(plan, minutes))),
    );
    await bulkInsert(
      client,
      auditEvents,
      fresh.map(({ plan, userIds }) => ({
        id: seedId(`audit ${plan.id}`),
        actorKind: "system" as const,
        actorId: "seed",
        action: plan.cluster === null ? "group.made" : "community.joined",
        targetType: "room",
        targetId: plan.id,
        after: { title: plan.title, cluster: plan.cluster, members: userIds },
        requestId: "seed",
        at: begun(plan),
      })),
    );
  });
}

function membersOf({ cluster, people: named }: RoomOfManyPlan, present: readonly SeedPerson[]): string[] {
  const first = named.flatMap((id) => present.find((person) => person.id === id)?.userId ?? []);
  if (cluster === null) return first;
  const others = present.filter((person) => person.cluster === cluster && !named.includes(person.id));
  return [...first, ...others.slice(0, OTHERS).map(({ userId }) => userId)];
}

const lengthOf = ({ lines }: RoomOfManyPlan) =>
  lines.reduce((sum, { afterMinutes }) => sum + afterMinutes, 0);

/** A room of many begins without events of its members, so its messages begin with the first. */
function messagesOf(plan: RoomOfManyPlan, userIds: string[], ago: (minutes: number) => Date) {
  let left = lengthOf(plan);
  const said = plan.lines.map(({ by, afterMinutes, text }) => {
    left -= afterMinutes;
    return { authorId: userIds[by % userIds.length], body: text, sentAt: ago(left) };
  });
  return said.flatMap(({ authorId, ...words }, n) =>
    authorId
      ? [
          {
            roomId: plan.id,
            id: seedId(`${plan.id} ${n}`, n),
            seq: n + 1,
            version: n + 1,
            authorId,
            ...words,
          },
        ]
      : [],
  );
}
