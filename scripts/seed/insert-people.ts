import type pg from "pg";
import {
  accounts,
  availabilityRules,
  profileEmbeddings,
  profileSkills,
  profiles,
  users,
} from "#db/tables/index.ts";
import { bulkInsert, inTransaction } from "./bulk-insert.ts";
import type { Embedder } from "./embedder.ts";
import type { SeedPerson } from "./people.ts";
import { randomFrom, seedId } from "./random.ts";
import { type Source, type SourceSkill, weekOf } from "./source.ts";

const DAY_MS = 86_400_000;

export interface SignIn {
  email: string;
  passwordHash: string;
}

export interface PeopleOptions {
  now: Date;
  skills: ReadonlyMap<string, SourceSkill>;
  /** Null on a server without pgvector. */
  embedder: Embedder | null;
  /** E-mail and password hash of those who can sign in, by id in the data. */
  signIns: ReadonlyMap<string, SignIn>;
}

export const skillsBySlug = (source: Source) => new Map(source.skills.map((skill) => [skill.slug, skill]));

/** Inserts people with all that is theirs, as one transaction. Who is there already stays as they are. */
export function insertPeople(client: pg.ClientBase, people: SeedPerson[], options: PeopleOptions) {
  return inTransaction(client, async () => {
    const added = await bulkInsert(
      client,
      users,
      people.map((person) => userRow(person, options)),
      "id",
    );
    const fresh = people.filter((person) => added.has(person.userId));
    await bulkInsert(
      client,
      profiles,
      fresh.map((person) => profileRow(person, options)),
    );
    await bulkInsert(client, profileSkills, fresh.flatMap(skillRows));
    await bulkInsert(client, availabilityRules, fresh.flatMap(availabilityRows));
    await bulkInsert(
      client,
      accounts,
      fresh.flatMap((person) => accountRow(person, options)),
    );
    if (options.embedder) {
      await bulkInsert(client, profileEmbeddings, await options.embedder.rowsOf(fresh));
    }
    return fresh.length;
  });
}

function userRow(person: SeedPerson, { now, signIns }: PeopleOptions) {
  const random = randomFrom(`account of ${person.id}`);
  const createdAt = new Date(now.getTime() - (200 + random.next() * 500) * DAY_MS);
  return {
    id: person.userId,
    name: person.name,
    email: signIns.get(person.id)?.email ?? `${person.id}@people.atas.example`,
    emailVerified: true,
    roles: rolesOf(person),
    createdAt,
    updatedAt: createdAt,
  };
}

const seeksHelp = (person: SeedPerson) => !person.mentor || person.seeks.length > 0;
const rolesOf = (person: SeedPerson) => [
  ...(seeksHelp(person) ? ["mentee"] : []),
  ...(person.mentor ? ["mentor"] : []),
];

function profileRow(person: SeedPerson, { now, skills }: PeopleOptions) {
  const random = randomFrom(`activity of ${person.id}`);
  const lastActiveAt = new Date(now.getTime() - random.next() ** 3 * 60 * DAY_MS);
  const { headline, bio, goals, seniority, languages, timeZone, country, capacity } = person;
  return {
    userId: person.userId,
    isMentor: person.mentor,
    isMentee: seeksHelp(person),
    ...{ headline, bio, goals, seniority, languages, timeZone, country, capacity },
    activeMentees: 0,
    // some can say when a place comes free, others can't
    freeFrom: person.mentor && random.next() < 0.5 ? isoDay(now, 20 + random.below(80)) : null,
    visibility: "everyone" as const,
    skillsText: skillsText(person, skills),
    onboardedAt: lastActiveAt,
    findableSince: person.mentor ? lastActiveAt : null,
    version: 1,
    lastActiveAt,
    createdAt: lastActiveAt,
    updatedAt: lastActiveAt,
  };
}

const isoDay = (now: Date, ahead: number) =>
  new Date(now.getTime() + ahead * DAY_MS).toISOString().slice(0, 10);

/** As domain/profiles/commit-profile.ts writes it. */
function skillsText(person: SeedPerson, skills: PeopleOptions["skills"]): string {
  return person.offers
    .flatMap(({ skill }) => skills.get(skill) ?? [])
    .map(({ name, aliases }) => [name, ...aliases].join(", "))
    .toSorted()
    .join(". ");
}

function skillRows(person: SeedPerson): (typeof profileSkills.$inferInsert)[] {
  const profileId = person.userId;
  return [
    ...person.offers.map(({ skill, level, years }) => ({
      profileId,
      skillSlug: skill,
      kind: "offers" as const,
      level,
      years,
    })),
    ...person.seeks.map((skill) => ({
      profileId,
      skillSlug: skill,
      kind: "seeks" as const,
      level: null,
      years: null,
    })),
  ];
}

const availabilityRows = (person: SeedPerson) =>
  weekOf(person).map((rule, i) => ({
    id: seedId(`time ${person.id} ${i}`),
    profileId: person.userId,
    ...rule,
  }));

function accountRow(person: SeedPerson, { now, signIns }: PeopleOptions) {
  const signIn = signIns.get(person.id);
  if (!signIn) return [];
  return [
    {
      id: seedId(`sign-in ${person.id}`),
      userId: person.userId,
      accountId: person.userId,
      providerId: "credential",
      password: signIn.passwordHash,
      createdAt: now,
      updatedAt: now,
    },
  ];
}
