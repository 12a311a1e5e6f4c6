import { randomUUID } from "node:crypto";
import { z } from "zod";
import { searchResultSchema } from "#domain/search/schema.ts";
import type { ApiClient } from "./client.ts";

type Trips = Record<string, number>;

/** Round trips to Postgres that each page of a signed-in person takes, as the Worker's `Server-Timing` tells. */
export async function roundTripsOfPages(mentee: ApiClient, mentor: ApiClient): Promise<Trips> {
  const room = await firstRoom(mentee);
  const pages: [string, ApiClient][] = [
    ["/", mentee],
    ["/mentors?q=I+freeze+when+I+present", mentee],
    [`/mentors/${mentor.userId}`, mentee],
    [`/mentors/${mentor.userId}/ask`, mentee],
    ["/requests?as=mentee", mentee],
    ["/requests?as=mentor", mentor],
    ["/conversations", mentee],
    [`/conversations/${room}`, mentee],
    ["/notifications", mentee],
    ["/profile", mentee],
  ];
  const trips: Trips = {};
  for (const [path, person] of pages) {
    const name = path.replace(mentor.userId, ":id").replace(room, ":roomId");
    trips[name] = (await person.fetch("GET", path)).roundTrips;
  }
  return trips;
}

/**
 * The same of the writes on the straight path, each once and for real. The seed's mentee has asked the seed's mentor:
 * accepting that leaves the two in a room.
 */
export async function roundTripsOfWrites(
  mentee: ApiClient,
  mentor: ApiClient,
): Promise<{ trips: Trips; roomId: string }> {
  const own = z.looseObject({ seeks: z.array(z.looseObject({ skill: z.string() })) });
  const profile = own.parse(JSON.parse((await mentee.fetch("GET", "/api/v1/profile")).text));
  const write = async (person: ApiClient, method: string, path: string, body?: unknown) =>
    (await person.fetch(method, `/api/v1${path}`, body)).roundTrips;
  const id = randomUUID();
  const asked = { id, mentorId: await someoneNew(mentee), goal: "A goal", message: "A message" };
  const pending = await pendingOf(mentor);
  const mine = pending.find(({ other }) => other.userId === mentee.userId);
  const others = pending.find((request) => request !== mine);
  if (!mine || !others) throw new Error("The seed's mentor needs a request of the mentee and one more");
  const input = { ...profile, seeks: profile.seeks.map(({ skill }) => skill) };
  const trips: Trips = {
    "sign in": mentee.signInRoundTrips,
    "save profile": await write(mentee, "PUT", "/profile", input),
    "ask a mentor": await write(mentee, "POST", "/requests", asked),
    "edit a request": await write(mentee, "PATCH", `/requests/${id}`, {
      goal: "Another",
      message: "A message",
    }),
    "withdraw a request": await write(mentee, "POST", `/requests/${id}/withdraw`),
    "decline a request": await write(mentor, "POST", `/requests/${others.id}/decline`, {
      reason: "No time.",
    }),
  };
  const accepted = await mentor.fetch("POST", `/api/v1/requests/${mine.id}/accept`);
  trips["accept a request"] = accepted.roundTrips;
  return { trips, roomId: z.object({ roomId: z.uuid() }).parse(JSON.parse(accepted.text)).roomId };
}

async function pendingOf(mentor: ApiClient) {
  const request = z.object({ id: z.string(), state: z.string(), other: z.object({ userId: z.string() }) });
  const list = z.object({ requests: z.array(request) });
  const { requests } = await mentor.call(list, "GET", "/api/v1/requests?as=mentor");
  return requests.filter(({ state }) => state === "pending");
}

/** A mentor with a free place whom this person has no request with. */
async function someoneNew(person: ApiClient): Promise<string> {
  const list = z.object({ requests: z.array(z.object({ other: z.object({ userId: z.string() }) })) });
  const { requests } = await person.call(list, "GET", "/api/v1/requests?as=mentee");
  const { cards } = await person.call(searchResultSchema, "GET", "/api/v1/mentors?q=welding");
  const known = new Set(requests.map(({ other }) => other.userId));
  return z.string().parse(cards.find(({ userId }) => !known.has(userId))?.userId);
}

async function firstRoom(person: ApiClient): Promise<string> {
  const schema = z.object({ rooms: z.array(z.object({ roomId: z.string() })) });
  const { rooms } = await person.call(schema, "GET", "/api/v1/rooms");
  return z.string().parse(rooms[0]?.roomId);
}
