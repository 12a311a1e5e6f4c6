import type { SeedPerson } from "./people.ts";
import { type Random, randomFrom, seedId } from "./random.ts";

export interface SeedConnection {
  id: string;
  lowId: string;
  highId: string;
  /** Days before the seed at which they met. */
  daysAgo: number;
}

/**
 * Makes a network that looks like one people have: newcomers come to know two to five of those who are there,
 * mostly of their own trade or country, and the well-known more often than others (preferential attachment,
 * Barabási and Albert 1999), which gives a few hubs; the links outside trade and country are the bridges.
 */
export class Network {
  readonly #places = new Map<string, string[]>();
  readonly #pairs = new Set<string>();

  /** Lets a person in and returns whom they come to know. @param from people who are in may be met, others not */
  join(person: SeedPerson): SeedConnection[] {
    const random = randomFrom(`connections of ${person.id}`);
    const wanted = 2 + random.below(4);
    const made: SeedConnection[] = [];
    for (let attempt = 0; made.length < wanted && attempt < wanted * 4; attempt++) {
      const place = this.#places.get(circle(random, person));
      const otherId = place && place.length > 0 ? random.pick(place) : undefined;
      const link = otherId && this.link(person.userId, otherId, random);
      if (link) made.push(link);
    }
    for (const key of circlesOf(person)) this.#enter(key, person.userId);
    // who is met becomes easier to meet, in the circle of everybody
    for (const { lowId, highId } of made) this.#enter("all", lowId === person.userId ? highId : lowId);
    return made;
  }

  /** Connects two people, unless they are the same or connected. */
  link(oneId: string, otherId: string, random: Random): SeedConnection | null {
    const [lowId = oneId, highId = otherId] = [oneId, otherId].toSorted();
    const pair = `${lowId} ${highId}`;
    if (lowId === highId || this.#pairs.has(pair)) return null;
    this.#pairs.add(pair);
    return { id: seedId(`connection ${pair}`), lowId, highId, daysAgo: 20 + random.below(1_400) };
  }

  #enter(key: string, userId: string): void {
    const place = this.#places.get(key);
    if (place) place.push(userId);
    else this.#places.set(key, [userId]);
  }
}

const circlesOf = ({ cluster, country }: SeedPerson) => [
  "all",
  `cluster ${cluster}`,
  `country ${country}`,
  `cluster ${cluster} in ${country}`,
];

function circle(random: Random, { cluster, country }: SeedPerson): string {
  const roll = random.next();
  if (roll < 0.2) return `cluster ${cluster} in ${country}`;
  if (roll < 0.55) return `cluster ${cluster}`;
  if (roll < 0.75) return `country ${country}`;
  return "all";
}
