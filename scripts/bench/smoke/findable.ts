import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { searchResultSchema } from "#domain/search/schema.ts";
import type { ApiClient } from "./client.ts";

const own = z.looseObject({
  bio: z.string(),
  version: z.number(),
  offers: z.array(z.looseObject({})),
  seeks: z.array(z.looseObject({ skill: z.string() })),
});

/**
 * Milliseconds from the answer to a save until a search finds the person by a word that no other text has.
 * @throws Error when a save is not found within 10 s
 */
export async function saveToFindable(
  mentor: ApiClient,
  searcher: ApiClient,
  rounds: number,
): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const word = `q${randomUUID().replaceAll("-", "").replace(/\d/g, "z")}`;
    const profile = own.parse(JSON.parse((await mentor.fetch("GET", "/api/v1/profile")).text));
    const input = {
      ...profile,
      bio: `${word} is what I teach.`,
      seeks: profile.seeks.map(({ skill }) => skill),
    };
    await mentor.fetch("PUT", "/api/v1/profile", input);
    const savedAt = performance.now();
    while (!(await finds(searcher, word, mentor.userId))) {
      if (performance.now() - savedAt > 10_000) throw new Error(`${word} was not findable within 10 s`);
      await delay(20);
    }
    times.push(performance.now() - savedAt);
  }
  return times;
}

async function finds(searcher: ApiClient, word: string, userId: string): Promise<boolean> {
  const { text } = await searcher.fetch("GET", `/api/v1/mentors?full=1&q=${word}`);
  const { cards } = searchResultSchema.parse(JSON.parse(text));
  return cards[0]?.userId === userId && cards[0].reasons.some((reason) => reason.evidence.includes(word));
}
