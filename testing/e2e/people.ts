import { expect } from "@playwright/test";
import { z } from "zod";
import { newId } from "#domain/ids.ts";
import type { RunningStack } from "#testing/stack.ts";

/** Somebody who can sign in. */
export interface Credentials {
  email: string;
  password: string;
}
export interface Person extends Credentials {
  id: string;
  name: string;
  /** For the API. */
  token: string;
}

const letterSchema = z.object({ subject: z.string(), text: z.string() });
export type Letter = z.infer<typeof letterSchema>;

/** All letters to that address, newest first. */
export async function lettersTo({ mailboxUrl }: RunningStack, email: string): Promise<Letter[]> {
  const response = await fetch(`${mailboxUrl}?to=${encodeURIComponent(email)}`);
  return z.object({ data: z.array(letterSchema) }).parse(await response.json()).data;
}

/** The newest letter to that address with these words in its subject; waits for it. */
export async function letterTo(stack: RunningStack, email: string, subject: RegExp): Promise<Letter> {
  let found: Letter | undefined;
  await expect
    .poll(async () => {
      found = (await lettersTo(stack, email)).find((letter) => subject.test(letter.subject));
      return found?.subject;
    })
    .toMatch(subject);
  return letterSchema.parse(found);
}

/** The first address in a letter that holds these words. */
export const linkIn = ({ text }: Letter, part: string): string =>
  text.match(/https?:\/\/\S+/g)?.find((link) => link.includes(part)) ?? "";

/**
 * Calls `/api/v1` and reads its answer.
 * @throws Error with what the API said when it refuses
 */
export async function callApi<T>(
  { url }: RunningStack,
  call: {
    as?: { token: string };
    method?: string;
    path: string;
    body?: unknown;
    answer: z.ZodType<T>;
    /** Where the call comes from; the Worker takes it from the header in which Cloudflare says it. */
    ip?: string;
  },
): Promise<T> {
  const response = await fetch(`${url}/api/v1${call.path}`, {
    method: call.method ?? "GET",
    headers: {
      ...(call.body !== undefined && { "content-type": "application/json" }),
      ...(call.ip && { "cf-connecting-ip": call.ip }),
      ...(call.as && { authorization: `Bearer ${call.as.token}` }),
    },
    ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${call.method ?? "GET"} ${call.path}: ${response.status} ${text}`);
  return call.answer.parse(text === "" ? null : JSON.parse(text));
}

/** A name, an address and a password that nobody else has. */
export function somebodyNew(name?: string): Credentials & { name: string } {
  const id = newId();
  return {
    name: name ?? `Nadia Ferrante ${id.slice(-4)}`,
    email: `${id}@people.example`,
    password: "a sentence that is long enough",
  };
}

export interface PersonOptions {
  name?: string;
  headline?: string;
  /** Makes a mentor who takes so many mentees; without it a mentee. */
  places?: number;
}

/** Sign-ups are limited per address; people of tests live at one each. */
const someAddress = () => ["10", ...crypto.getRandomValues(new Uint8Array(3))].join(".");

/** Signs somebody up by the API, confirms the address by the letter, and saves a profile. */
export async function makePerson(stack: RunningStack, options: PersonOptions = {}): Promise<Person> {
  const account = somebodyNew(options.name);
  await callApi(stack, {
    method: "POST",
    path: "/accounts",
    body: account,
    answer: z.null(),
    ip: someAddress(),
  });
  const letter = await letterTo(stack, account.email, /confirm/i);
  const confirmation = new URL(linkIn(letter, "verify-email")).searchParams.get("token");
  const verify = { token: confirmation };
  await callApi(stack, { method: "POST", path: "/accounts/verify-email", body: verify, answer: z.null() });
  const { userId, token } = await callApi(stack, {
    method: "POST",
    path: "/sessions",
    body: { email: account.email, password: account.password },
    answer: z.object({ userId: z.string(), token: z.string() }),
  });
  const person = { ...account, id: userId, token };
  await saveProfile(stack, person, options);
  return person;
}

/** Saves a profile over the one that is there. */
export async function saveProfile(stack: RunningStack, person: Person, { headline, places }: PersonOptions) {
  const version = z.object({ version: z.number() });
  const isMentor = places !== undefined;
  const now = await callApi(stack, { as: person, path: "/profile", answer: version });
  await callApi(stack, {
    as: person,
    method: "PUT",
    path: "/profile",
    answer: version,
    body: {
      ...now,
      isMentor,
      isMentee: !isMentor,
      headline: headline ?? (isMentor ? "Teaches people to weld" : "Wants to weld a gate"),
      bio: "",
      goals: "",
      seniority: null,
      languages: ["en"],
      timeZone: "Europe/Istanbul",
      country: null,
      offers: isMentor ? [{ skill: "public-speaking", level: "expert", years: 9 }] : [],
      seeks: [],
      capacity: places ?? 0,
      availability: [],
      visibility: "everyone",
    },
  });
}

/** Asks by the API. @returns the request's id */
export async function ask(stack: RunningStack, mentee: Person, mentor: Person): Promise<string> {
  const body = {
    id: newId(),
    mentorId: mentor.id,
    message: "May I weld with you?",
    goal: "A gate that closes.",
  };
  const answer = z.object({ id: z.string() });
  return (await callApi(stack, { as: mentee, method: "POST", path: "/requests", body, answer })).id;
}

/** A mentor, a mentee and the room that is open for them. */
export async function twoWhoTalk(stack: RunningStack) {
  const [mentor, mentee] = await Promise.all([
    makePerson(stack, { name: "Ida Mentor", places: 3 }),
    makePerson(stack, { name: "Ben Mentee" }),
  ]);
  const id = await ask(stack, mentee, mentor);
  // A request that is answered before its notification goes out is not told any more.
  const inbox = z.object({ unread: z.number() });
  await expect
    .poll(async () => (await callApi(stack, { as: mentor, path: "/inbox", answer: inbox })).unread)
    .toBe(1);
  const { roomId } = await callApi(stack, {
    as: mentor,
    method: "POST",
    path: `/requests/${id}/accept`,
    answer: z.object({ roomId: z.string() }),
  });
  return { mentor, mentee, roomId };
}
