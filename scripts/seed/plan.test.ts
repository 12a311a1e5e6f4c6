import { describe, expect, it } from "vitest";
import { MAX_GOAL_LENGTH, MAX_REQUEST_LENGTH } from "#domain/mentorships/schema.ts";
import { profileInputSchema } from "#domain/profiles/schema.ts";
import { type Portion, planSeed } from "./plan.ts";
import { readSource, weekOf } from "./source.ts";
import { signIns } from "./story.ts";

const source = await readSource();

function plan(count: number): Portion {
  const portions = [...planSeed(source, count)];
  return {
    people: portions.flatMap((portion) => portion.people),
    connections: portions.flatMap((portion) => portion.connections),
    mentorships: portions.flatMap((portion) => portion.mentorships),
  };
}

function degreesOf({ people, connections }: Portion): Map<string, number> {
  const degrees = new Map(people.map(({ userId }) => [userId, 0]));
  for (const { lowId, highId } of connections) {
    for (const id of [lowId, highId]) degrees.set(id, degrees.get(id)! + 1);
  }
  return degrees;
}

describe("planSeed", () => {
  it("holds everybody of the data, word for word", () => {
    const { people } = plan(300);
    expect(people).toHaveLength(300);
    expect(people.filter(({ mentor }) => mentor)).toHaveLength(232);
    expect(people.map(({ userId, cluster, ...person }) => person)).toEqual(source.people);
  });

  it("gives the same people, network and mentorships every time", () => {
    expect(plan(700)).toEqual(plan(700));
  });

  it("adds to a smaller seed and changes nothing of it", () => {
    const [small, large] = [plan(700), plan(1_500)];
    expect(large.people.slice(0, 700)).toEqual(small.people);
    expect(large.connections.slice(0, small.connections.length)).toEqual(small.connections);
    expect(large.mentorships.slice(0, small.mentorships.length)).toEqual(small.mentorships);
  });

  it("makes profiles that the form would take", () => {
    const { people } = plan(2_000);
    for (const person of people) {
      const { mentor, weekly, cluster, userId, id, name, ...profile } = person;
      const input = { ...profile, isMentor: mentor, isMentee: true, version: 1, visibility: "everyone" };
      const parsed = profileInputSchema.safeParse({ ...input, availability: weekOf(person) });
      expect(parsed.error?.issues ?? [], `${id} ${name}`).toEqual([]);
    }
    expect(new Set(people.map(({ userId }) => userId)).size).toBe(2_000);
    expect(new Set(people.map(({ bio }) => bio)).size).toBeGreaterThan(1_600);
  });

  it("connects people as a society does: most know a few, a few know many, hardly anybody nobody", () => {
    const portion = plan(3_000);
    const degrees = [...degreesOf(portion).values()].toSorted((a, b) => b - a);
    const median = degrees[1_500]!;
    expect(median).toBeGreaterThanOrEqual(4);
    expect(degrees[0]!).toBeGreaterThan(median * 8);
    expect(degrees[29]!).toBeGreaterThan(median * 3);
    expect(degrees.filter((degree) => degree === 0).length).toBeLessThan(10);
    const cluster = new Map(portion.people.map((person) => [person.userId, person.cluster]));
    const inside = portion.connections.filter(
      ({ lowId, highId }) => cluster.get(lowId) === cluster.get(highId),
    );
    const share = inside.length / portion.connections.length;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.8);
  });

  it("gives no place twice and asks nobody who is not there", () => {
    const { people, mentorships } = plan(3_000);
    const capacity = new Map(people.filter(({ mentor }) => mentor).map((p) => [p.userId, p.capacity]));
    const known = new Set(people.map(({ userId }) => userId));
    const taken = new Map<string, number>();
    for (const { mentorId, menteeId, state } of mentorships) {
      expect(known.has(menteeId) && capacity.has(mentorId) && mentorId !== menteeId).toBe(true);
      if (state === "active") taken.set(mentorId, (taken.get(mentorId) ?? 0) + 1);
    }
    for (const [mentorId, mentees] of taken) expect(mentees).toBeLessThanOrEqual(capacity.get(mentorId)!);
    const pairs = mentorships.map(({ mentorId, menteeId }) => `${mentorId} ${menteeId}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it("has requests in every state, with words that fit and times in order", () => {
    const { mentorships } = plan(300);
    expect([...new Set(mentorships.map(({ state }) => state))].toSorted()).toEqual([
      "active",
      "completed",
      "declined",
      "ended",
      "lapsed",
      "pending",
      "waiting",
      "withdrawn",
    ]);
    for (const item of mentorships) {
      expect(item.goal.length).toBeLessThanOrEqual(MAX_GOAL_LENGTH);
      expect(item.message.length).toBeLessThanOrEqual(MAX_REQUEST_LENGTH);
      expect(item.declineReason !== null).toBe(item.state === "declined");
      const times = [
        item.createdAgo,
        ...(item.respondedAgo === null ? [] : [item.respondedAgo]),
        ...item.messages.map(({ sentAgo }) => sentAgo),
        ...(item.endedAgo === null ? [] : [item.endedAgo]),
      ];
      expect(times.at(-1)!).toBeGreaterThan(0);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
    }
  });

  it("lets two people talk wherever there is a room, each in turn or twice", () => {
    for (const { roomId, messages, mentorId, menteeId } of plan(300).mentorships) {
      expect(messages.length > 0).toBe(roomId !== null);
      if (!roomId) continue;
      expect(messages.length).toBeGreaterThanOrEqual(6);
      expect(new Set(messages.map(({ authorId }) => authorId))).toEqual(new Set([mentorId, menteeId]));
    }
  });

  it("surrounds the two sign-ins with what their pages show", () => {
    const { people, mentorships, connections } = plan(300);
    const idOf = (person: string) => people.find(({ id }) => id === person)!.userId;
    const [elif, simone] = [idOf(signIns.mentee.person), idOf(signIns.mentor.person)];
    const asked = mentorships.filter(({ menteeId }) => menteeId === elif).map(({ state }) => state);
    expect(asked.toSorted()).toEqual(["active", "completed", "declined", "pending"]);
    const received = mentorships.filter(({ mentorId }) => mentorId === simone).map(({ state }) => state);
    expect(received.filter((state) => state === "pending")).toHaveLength(3);
    const { capacity } = people.find(({ userId }) => userId === simone)!;
    expect(received.filter((state) => state === "active").length).toBeLessThan(capacity);

    const friends = (id: string) =>
      connections.flatMap(({ lowId, highId }) => (lowId === id ? [highId] : highId === id ? [lowId] : []));
    expect(friends(elif)).toHaveLength(3);
    expect(friends(elif)).not.toContain(simone);
    expect(friends(elif).flatMap(friends)).toContain(simone);
  });

  it("keeps the people of the story in a small seed", () => {
    const { people, mentorships, connections } = plan(30);
    expect(people).toHaveLength(30);
    const ids = new Set(people.map(({ userId }) => userId));
    expect(mentorships.length).toBeGreaterThanOrEqual(12);
    expect(connections.every(({ lowId, highId }) => ids.has(lowId) && ids.has(highId))).toBe(true);
  });
});

describe("the data", () => {
  it("uses known clusters and skills, and each alias for one skill only", () => {
    const clusters = new Set(source.clusters.map(({ slug }) => slug));
    const unknown = [
      ...source.skills.map(({ cluster }) => cluster),
      ...source.conversations.flatMap((conversation) => conversation.clusters),
    ].filter((slug) => !clusters.has(slug));
    expect(unknown).toEqual([]);
    const used = source.people.flatMap(({ offers, seeks }) => [
      ...offers.map(({ skill }) => skill),
      ...seeks,
    ]);
    expect(used.filter((slug) => !source.clusterOf.has(slug))).toEqual([]);
    const aliases = source.skills.flatMap((skill) => skill.aliases.map((alias) => alias.toLowerCase()));
    expect(new Set(aliases).size).toBe(aliases.length);
  });
});
