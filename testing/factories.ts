import { eq, sql } from "drizzle-orm";
import type { Queryable } from "#db/connect-postgres.ts";
import * as tables from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";

/*
 * Each makes one valid row with unique values, takes overrides, and returns the row. People that a row needs and
 * that are not given are made too. What a test is about it says itself: no defaults to rely on.
 */

type NewUser = typeof tables.users.$inferInsert;
type NewProfile = typeof tables.profiles.$inferInsert;
type User = typeof tables.users.$inferSelect;
type Profile = typeof tables.profiles.$inferSelect;

/** A user with the profile that belongs to it: what a mentor or mentee is. */
export interface Person extends User {
  profile: Profile;
}

/** The last twelve digits of a new id: the random part of a uuidv7. */
const unique = (): string => newId().slice(-12);

const only = <Row>(rows: Row[]): Row => {
  const [row] = rows;
  if (!row) throw new Error("nothing was inserted");
  return row;
};

export async function makeUser(db: Queryable, overrides: Partial<NewUser> = {}): Promise<User> {
  const name = `Person ${unique()}`;
  const email = `${unique()}@people.example`;
  const values = { id: newId(), name, email, emailVerified: true, roles: ["mentee"], ...overrides };
  return only(await db.insert(tables.users).values(values).returning());
}

/** A profile that is past the onboarding; its user is made unless `userId` is given. */
export async function makeProfile(db: Queryable, overrides: Partial<NewProfile> = {}): Promise<Profile> {
  const userId = overrides.userId ?? (await makeUser(db)).id;
  const values = { userId, headline: `Headline ${unique()}`, onboardedAt: new Date(), ...overrides };
  return only(await db.insert(tables.profiles).values(values).returning());
}

export interface PersonOverrides extends Partial<Omit<NewProfile, "userId">> {
  user?: Partial<NewUser>;
  /** Slugs of skills that exist. */
  offers?: string[];
  seeks?: string[];
}

/** Visible, two places unless said otherwise. */
export const makeMentor = (db: Queryable, overrides: PersonOverrides = {}): Promise<Person> =>
  makePerson(db, ["mentee", "mentor"], { isMentor: true, isMentee: false, capacity: 2, ...overrides });

export const makeMentee = (db: Queryable, overrides: PersonOverrides = {}): Promise<Person> =>
  makePerson(db, ["mentee"], { isMentor: false, isMentee: true, ...overrides });

async function makePerson(
  db: Queryable,
  roles: string[],
  { user: userOverrides, offers = [], seeks = [], ...profileOverrides }: PersonOverrides,
): Promise<Person> {
  const user = await makeUser(db, { roles, ...userOverrides });
  const profile = await makeProfile(db, { userId: user.id, ...profileOverrides });
  for (const skillSlug of offers)
    await makeProfileSkill(db, { profileId: user.id, skillSlug, kind: "offers" });
  for (const skillSlug of seeks) await makeProfileSkill(db, { profileId: user.id, skillSlug, kind: "seeks" });
  return { ...user, profile };
}

export async function makeSkill(db: Queryable, overrides: Partial<typeof tables.skills.$inferInsert> = {}) {
  const slug = `skill-${unique()}`;
  return only(
    await db
      .insert(tables.skills)
      .values({ slug, name: `Skill ${slug}`, ...overrides })
      .returning(),
  );
}

export async function makeProfileSkill(
  db: Queryable,
  values: typeof tables.profileSkills.$inferInsert,
): Promise<typeof tables.profileSkills.$inferSelect> {
  return only(await db.insert(tables.profileSkills).values(values).returning());
}

/** Two people who know each other, in whichever order they are given. */
export async function makeConnection(
  db: Queryable,
  oneId: string,
  otherId: string,
  overrides: Partial<typeof tables.connections.$inferInsert> = {},
) {
  const [lowId = oneId, highId = otherId] = [oneId, otherId].toSorted();
  const values = { id: newId(), lowId, highId, state: "connected" as const, ...overrides };
  return only(await db.insert(tables.connections).values(values).returning());
}

/** A pending request; mentor and mentee are made unless given. `profiles.active_mentees` is not touched. */
export async function makeMentorship(
  db: Queryable,
  overrides: Partial<typeof tables.mentorships.$inferInsert> = {},
) {
  const mentorId = overrides.mentorId ?? (await makeMentor(db)).id;
  const menteeId = overrides.menteeId ?? (await makeMentee(db)).id;
  const values = {
    id: newId(),
    mentorId,
    menteeId,
    state: "pending" as const,
    goal: `Goal ${unique()}`,
    message: `Message ${unique()}`,
    expiresAt: new Date(Date.now() + 14 * 86_400_000),
    ...overrides,
  };
  return only(await db.insert(tables.mentorships).values(values).returning());
}

/** A room and its members. */
export async function makeRoom(
  db: Queryable,
  memberIds: string[],
  overrides: Partial<typeof tables.rooms.$inferInsert> = {},
) {
  const room = only(
    await db
      .insert(tables.rooms)
      .values({ id: newId(), kind: "direct", ...overrides })
      .returning(),
  );
  for (const userId of memberIds) await db.insert(tables.roomMembers).values({ roomId: room.id, userId });
  return room;
}

/** A sign-in of an hour; `token` serves as a bearer token as it stands. */
export async function makeSession(
  db: Queryable,
  userId: string,
  overrides: Partial<typeof tables.sessions.$inferInsert> = {},
) {
  const values = {
    id: newId(),
    userId,
    token: crypto.randomUUID(),
    expiresAt: new Date(Date.now() + 3_600_000),
    ...overrides,
  };
  return only(await db.insert(tables.sessions).values(values).returning());
}

export async function makeAuditEvent(
  db: Queryable,
  overrides: Partial<typeof tables.auditEvents.$inferInsert> = {},
) {
  const values = {
    id: newId(),
    actorKind: "system" as const,
    action: "test.made",
    targetType: "test",
    targetId: newId(),
    requestId: newId(),
    ...overrides,
  };
  return only(await db.insert(tables.auditEvents).values(values).returning());
}

/** An unsent row about a person who need not exist. */
export async function makeOutboxRow(
  db: Queryable,
  overrides: Partial<typeof tables.outbox.$inferInsert> = {},
) {
  const payload = { kind: "search.embed-profile", userId: newId() };
  const values = { id: newId(), kind: payload.kind, payload, requestId: newId(), ...overrides };
  return only(await db.insert(tables.outbox).values(values).returning());
}

export async function makeDeadLetter(
  db: Queryable,
  overrides: Partial<typeof tables.deadLetters.$inferInsert> = {},
) {
  const values = { id: newId(), queue: "atas-mail", body: {}, reason: "gave up", ...overrides };
  return only(await db.insert(tables.deadLetters).values(values).returning());
}

/** A review of a completed mentorship, which is made unless given, with the sums that belong to it. */
export async function makeReview(db: Queryable, overrides: Partial<typeof tables.reviews.$inferInsert> = {}) {
  const { mentorId, menteeId } = overrides;
  const mentorship = {
    ...(mentorId && { mentorId }),
    ...(menteeId && { menteeId }),
    state: "completed" as const,
  };
  const made = overrides.mentorshipId ? null : await makeMentorship(db, mentorship);
  const values = {
    mentorshipId: overrides.mentorshipId ?? made!.id,
    mentorId: made?.mentorId ?? mentorId!,
    menteeId: made?.menteeId ?? menteeId!,
    stars: 5,
    ...overrides,
  };
  const review = only(await db.insert(tables.reviews).values(values).returning());
  const { profiles, reviewTotals } = tables;
  await db
    .update(profiles)
    .set({
      reviewCount: sql`${profiles.reviewCount} + 1`,
      reviewStars: sql`${profiles.reviewStars} + ${review.stars}`,
    })
    .where(eq(profiles.userId, review.mentorId));
  await db
    .insert(reviewTotals)
    .values({ id: 1, reviews: 1, stars: review.stars })
    .onConflictDoUpdate({
      target: reviewTotals.id,
      set: {
        reviews: sql`${reviewTotals.reviews} + 1`,
        stars: sql`${reviewTotals.stars} + ${review.stars}`,
      },
    });
  return review;
}
