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

/** The same of the writes on the straight path, each once and for real. */
export async function roundTripsOfWrites(mentee: ApiClient, mentor: ApiClient): Promise<Trips> {
  const free = await someoneElse(mentee, mentor.userId);
  const id = randomUUID();
  const own = z.looseObject({ seeks: z.array(z.looseObject({ skill: z.string() })) });
  const profile = own.parse(JSON.parse((await mentee.fetch("GET", "/api/v1/profile")).text));
  const write = async (method: string, path: string, body?: unknown, person = mentee) =>
    (await person.fetch(method, `/api/v1${path}`, body)).roundTrips;
  return {
    "save profile": await write("PUT", "/profile", {
      ...profile,
      seeks: profile.seeks.map(({ skill }) => skill),
    }),
    "ask a mentor": await write("POST", "/requests", {
      id,
      mentorId: free,
      goal: "A goal",
      message: "A message",
    }),
    "edit a request": await write("PATCH", `/requests/${id}`, { goal: "Another goal", message: "A message" }),
    "withdraw a request": await write("POST", `/requests/${id}/withdraw`),
    ...(await answers(mentor)),
  };
}

async function answers(mentor: ApiClient): Promise<Trips> {
  const list = z.object({ requests: z.array(z.object({ id: z.string(), state: z.string() })) });
  const { requests } = await mentor.call(list, "GET", "/api/v1/requests?as=mentor");
  const [first, second] = requests.filter((request) => request.state === "pending");
  if (!first || !second) throw new Error("The seed's mentor needs two pending requests");
  const accept = await mentor.fetch("POST", `/api/v1/requests/${first.id}/accept`);
  const decline = await mentor.fetch("POST", `/api/v1/requests/${second.id}/decline`, {
    reason: "No time this month.",
  });
  return { "accept a request": accept.roundTrips, "decline a request": decline.roundTrips };
}

async function firstRoom(person: ApiClient): Promise<string> {
  const schema = z.object({ rooms: z.array(z.object({ roomId: z.string() })) });
  const { rooms } = await person.call(schema, "GET", "/api/v1/rooms");
  return z.string().parse(rooms[0]?.roomId);
}

async function someoneElse(person: ApiClient, not: string): Promise<string> {
  const { cards } = await person.call(searchResultSchema, "GET", "/api/v1/mentors?q=welding");
  return z.string().parse(cards.find((card) => card.userId !== not && card.degree !== 1)?.userId);
}
