import { type Random, randomFrom, seedId } from "./random.ts";
import type { Source, SourcePerson } from "./source.ts";

/** A person of the seed: of data/people.jsonl, or recombined from it. */
export interface SeedPerson extends SourcePerson {
  userId: string;
  /** Of the first skill that they offer or, if none, seek. */
  cluster: string;
}

/** With fewer of a kind, everybody would say the same. */
const FEW = 4;

/** Everybody of data/people.jsonl, unchanged and in its order. */
export function writtenPeople(source: Source): SeedPerson[] {
  return source.people.map((person, i) => asSeedPerson(source, person, i));
}

/**
 * People beyond the written ones, one after another and without end. The n-th is always the same, so a larger seed
 * holds the smaller one. Names, headlines, sentences of bios and skills are recombined within a cluster.
 */
export function* recombinedPeople(source: Source): Generator<SeedPerson> {
  const written = writtenPeople(source);
  const kin = Map.groupBy(written, (person) => `${person.cluster}:${person.mentor}`);
  const others = Map.groupBy(written, (person) => person.mentor);
  const speakers = Map.groupBy(written, motherTongue);
  for (let n = 1; ; n++) {
    const random = randomFrom(`person ${n}`);
    const model = random.pick(written);
    const kindred = kin.get(`${model.cluster}:${model.mentor}`)!;
    const alike = kindred.length >= FEW ? kindred : kindred.concat(others.get(model.mentor)!);
    const home = random.pick(written);
    const id = `g${String(n).padStart(6, "0")}`;
    const person = recombine(random, {
      id,
      model,
      alike,
      home,
      neighbours: speakers.get(motherTongue(home))!,
    });
    yield asSeedPerson(source, person, source.people.length + n);
  }
}

interface Parts {
  id: string;
  model: SourcePerson;
  /** People of the model's cluster: words and skills come from them. */
  alike: readonly SourcePerson[];
  home: SourcePerson;
  /** People with whom `home` shares a first language: the name comes from them. */
  neighbours: readonly SourcePerson[];
}

function recombine(random: Random, { id, model, alike, home, neighbours }: Parts): SourcePerson {
  const one = model;
  const two = random.pick(alike.filter(({ id }) => id !== model.id));
  const offers = model.mentor ? mixOffers(random, one, two) : [];
  const offered = new Set(offers.map((offer) => offer.skill));
  const wishes = [...new Set([...one.seeks, ...two.seeks])].filter((skill) => !offered.has(skill));
  return {
    id,
    name: mixName(random, home, random.pick(neighbours)),
    mentor: model.mentor,
    headline: mixHeadline(one, two),
    bio: mixBio(random, one, two),
    goals: random.pick([one, two]).goals,
    offers,
    seeks: random.shuffled(wishes).slice(0, 3),
    languages: home.languages,
    timeZone: home.timeZone,
    country: home.country,
    seniority: one.seniority,
    capacity: model.mentor ? 1 + random.below(4) : 0,
    weekly: random.pick(alike).weekly,
  };
}

function mixOffers(random: Random, one: SourcePerson, two: SourcePerson) {
  const [main, ...rest] = one.offers;
  const others = [...rest, ...two.offers].filter((offer) => offer.skill !== main?.skill);
  const distinct = [...new Map(random.shuffled(others).map((offer) => [offer.skill, offer])).values()];
  return [...(main ? [main] : []), ...distinct.slice(0, 1 + random.below(3))];
}

/** A given name of the one, the family names of the other. */
function mixName(random: Random, one: SourcePerson, two: SourcePerson): string {
  const [given = one.name] = one.name.split(" ");
  const family = two.name.split(" ").slice(1).join(" ");
  return family === "" || random.chance(0.02) ? one.name : `${given} ${family}`;
}

/** "first part of the one, last part of the other" where both have parts. */
function mixHeadline(one: SourcePerson, two: SourcePerson): string {
  const [start = one.headline, ...cut] = one.headline.split(", ");
  const end = two.headline.split(", ").slice(1).join(", ");
  const mixed = cut.length > 0 && end !== "" ? `${start}, ${end}` : one.headline;
  return mixed.slice(0, 120);
}

function mixBio(random: Random, one: SourcePerson, two: SourcePerson): string {
  const mine = sentences(one.bio);
  const theirs = sentences(two.bio);
  const from = random.below(Math.max(1, theirs.length - 1));
  return [...mine.slice(0, 2 + random.below(3)), ...theirs.slice(from, from + 2 + random.below(2))].join(" ");
}

const sentences = (text: string) => text.split(/(?<=[.!?]) /);
/** English is everybody's second. */
const motherTongue = (person: SourcePerson) => person.languages.find((code) => code !== "en") ?? "en";

function asSeedPerson(source: Source, person: SourcePerson, order: number): SeedPerson {
  const main = person.offers[0]?.skill ?? person.seeks[0] ?? "";
  return {
    ...person,
    userId: seedId(`person ${person.id}`, order),
    cluster: source.clusterOf.get(main) ?? "",
  };
}
