import { Network, type SeedConnection } from "./connections.ts";
import { Matchmaker } from "./matchmaker.ts";
import { asMentorship, type MentorshipPlan, type SeedMentorship } from "./mentorships.ts";
import { recombinedPeople, type SeedPerson, writtenPeople } from "./people.ts";
import { randomFrom } from "./random.ts";
import type { Source } from "./source.ts";
import { signIns, storyConnections, storyLoners, storyMentorships } from "./story.ts";

/** Of the people beyond the written ones, this share asks somebody. */
const ASKING = 0.12;

/** What belongs to some people and refers to none that come later. */
export interface Portion {
  people: SeedPerson[];
  connections: SeedConnection[];
  mentorships: SeedMentorship[];
}

/**
 * The whole seed in portions: the written people, then recombined ones up to `count` in batches.
 * The same count gives the same seed, and a larger count adds to the smaller one's.
 */
export function* planSeed(source: Source, count: number, batch = 1_000): Generator<Portion> {
  const network = new Network();
  const written = writtenPeople(source);
  yield only(
    written.length > count ? chosen(written, count) : written,
    writtenPortion(source, written, network),
  );

  const matchmaker = new Matchmaker(source);
  const known = new Map<string, SeedPerson>();
  const more = recombinedPeople(source);
  for (let left = count - written.length; left > 0; left -= batch) {
    const people = Array.from({ length: Math.min(batch, left) }, () => more.next().value as SeedPerson);
    const connections: SeedConnection[] = [];
    const plans: MentorshipPlan[] = [];
    for (const person of people) {
      known.set(person.id, person);
      connections.push(...network.join(person));
      if (randomFrom(`asks ${person.id}`).chance(ASKING)) plans.push(...matchmaker.requestsOf(person, 1));
      matchmaker.enter(person);
    }
    yield { people, connections, mentorships: inFull(plans, known, source) };
  }
}

function writtenPortion(source: Source, written: SeedPerson[], network: Network): Portion {
  const byId = new Map(written.map((person) => [person.id, person]));
  const random = randomFrom("the written people");
  const connections: SeedConnection[] = storyConnections.flatMap(
    ([one, other]) => network.link(byId.get(one)!.userId, byId.get(other)!.userId, random) ?? [],
  );
  for (const person of random.shuffled(written)) {
    if (!storyLoners.has(person.id)) connections.push(...network.join(person));
  }

  const told: ReadonlySet<string> = new Set([signIns.mentee.person, signIns.mentor.person]);
  const matchmaker = new Matchmaker(source);
  for (const person of written) if (!told.has(person.id)) matchmaker.enter(person);
  for (const plan of storyMentorships) matchmaker.book(plan);
  const plans = random
    .shuffled(written)
    .flatMap((person) => (told.has(person.id) ? [] : matchmaker.requestsOf(person, 2)));
  return { people: written, connections, mentorships: inFull([...storyMentorships, ...plans], byId, source) };
}

const inFull = (plans: readonly MentorshipPlan[], people: ReadonlyMap<string, SeedPerson>, source: Source) =>
  plans.map((plan) =>
    asMentorship(
      plan,
      { mentor: people.get(plan.mentor)!, mentee: people.get(plan.mentee)! },
      source.conversations,
    ),
  );

/** The people of the story first, then in order. */
function chosen(written: SeedPerson[], count: number): SeedPerson[] {
  const story = new Set([
    ...Object.values(signIns).map(({ person }) => person),
    ...storyMentorships.flatMap(({ mentee, mentor }) => [mentee, mentor]),
    ...storyConnections.flat(),
  ]);
  const [first, rest] = [
    written.filter(({ id }) => story.has(id)),
    written.filter(({ id }) => !story.has(id)),
  ];
  return [...first, ...rest.slice(0, Math.max(0, count - first.length))];
}

/** What of a portion is about these people alone. */
function only(people: SeedPerson[], portion: Portion): Portion {
  const ids = new Set(people.map(({ userId }) => userId));
  return {
    people,
    connections: portion.connections.filter(({ lowId, highId }) => ids.has(lowId) && ids.has(highId)),
    mentorships: portion.mentorships.filter(
      ({ mentorId, menteeId }) => ids.has(mentorId) && ids.has(menteeId),
    ),
  };
}
