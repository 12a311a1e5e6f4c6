import type { RequestState } from "#domain/mentorships/schema.ts";
import type { MentorshipPlan } from "./mentorships.ts";
import type { SeedPerson } from "./people.ts";
import { type Random, randomFrom } from "./random.ts";
import type { Source } from "./source.ts";

const DAY = 1_440;

/** What becomes of requests, in parts of a hundred. */
const outcomes: readonly (readonly [RequestState, number])[] = [
  ["active", 34],
  ["completed", 16],
  ["pending", 14],
  ["declined", 13],
  ["withdrawn", 8],
  ["lapsed", 8],
  ["ended", 7],
];

const reasons = [
  "I would be repeating what you know already. Look for somebody one step ahead of you, I am four steps to the side.",
  "My evenings are gone until the audit is over. Please ask me again after the new year.",
  "You need somebody who knows the law where you live, and I only know it here.",
  "I have two people at the same point as you and would start to mix you up. You deserve better.",
  "Honestly: what you describe is a matter for a doctor first. I would be glad to talk after that.",
  "We are eleven hours apart and I am no good at six in the morning. I'm sorry.",
  "I left this trade in spring and my answers are getting old. Thank you for asking so well, though.",
];

const closers = [
  "Could we talk for half an hour and see?",
  "I can do most evenings, and I will come prepared.",
  "I don't need much time, I need somebody who has been there.",
  "If you say no, I'd be thankful for a name.",
  "I will do the homework.",
];

/** Finds believable mentors for people who seek something: who offers it, and has a place when one is taken. */
export class Matchmaker {
  readonly #source: Source;
  readonly #bySkill = new Map<string, SeedPerson[]>();
  readonly #taken = new Map<string, number>();
  readonly #pairs = new Set<string>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** From now on this person may be asked, if they are a mentor. */
  enter(person: SeedPerson): void {
    if (!person.mentor) return;
    for (const { skill } of person.offers) {
      const there = this.#bySkill.get(skill);
      if (there) there.push(person);
      else this.#bySkill.set(skill, [person]);
    }
  }

  /** Books what was planned elsewhere, so that no place is given twice. */
  book({ mentee, mentor, state }: Pick<MentorshipPlan, "mentee" | "mentor" | "state">): void {
    this.#pairs.add(`${mentee} ${mentor}`);
    if (state === "active") this.#taken.set(mentor, this.#takenOf(mentor) + 1);
  }

  /** What this person asked for. @param most requests at most */
  requestsOf(person: SeedPerson, most: number): MentorshipPlan[] {
    const random = randomFrom(`requests of ${person.id}`);
    const plans: MentorshipPlan[] = [];
    for (const skill of random.shuffled(person.seeks).slice(0, most)) {
      const mentors = (this.#bySkill.get(skill) ?? []).filter(
        (mentor) => mentor.id !== person.id && !this.#pairs.has(`${person.id} ${mentor.id}`),
      );
      if (mentors.length === 0) continue;
      const plan = this.#plan(random, { person, mentor: random.pick(mentors), skill });
      this.book(plan);
      plans.push(plan);
    }
    return plans;
  }

  #plan(
    random: Random,
    { person, mentor, skill }: { person: SeedPerson; mentor: SeedPerson; skill: string },
  ): MentorshipPlan {
    const cluster = this.#source.clusterOf.get(skill) ?? "";
    const talks = this.#source.conversations.filter(({ clusters }) => clusters.includes(cluster));
    const state = this.#possible(outcome(random), { mentor, canTalk: talks.length > 0 });
    const answered = state === "active" || state === "completed" || state === "ended";
    return {
      mentee: person.id,
      mentor: mentor.id,
      state,
      goal: goalOf(person, this.#source.skills.find(({ slug }) => slug === skill)?.name ?? skill),
      message: messageOf(random, person),
      ...(state === "declined" && { reason: random.pick(reasons) }),
      ...(answered && { conversation: random.pick(talks).id }),
      minutesAgo: minutesAgo(state, random),
    };
  }

  /** A full mentor has a line; nothing to say to each other leaves the request where it is. */
  #possible(
    state: RequestState,
    { mentor, canTalk }: { mentor: SeedPerson; canTalk: boolean },
  ): RequestState {
    const full = this.#takenOf(mentor.id) >= mentor.capacity;
    if (full && (state === "active" || state === "pending")) return "waiting";
    if (!canTalk && state === "active") return "pending";
    if (!canTalk && (state === "completed" || state === "ended")) return "withdrawn";
    return state;
  }

  #takenOf(mentor: string): number {
    return this.#taken.get(mentor) ?? 0;
  }
}

function outcome(random: Random): RequestState {
  let roll = random.below(100);
  for (const [state, weight] of outcomes) {
    roll -= weight;
    if (roll < 0) return state;
  }
  return "pending";
}

/** The last sentence in which they speak of themselves, or what they seek. */
function goalOf(person: SeedPerson, skill: string): string {
  const own = sentences(person.goals).filter(
    (sentence) => !person.mentor || /\b(I|I'd|I'm|myself)\b/.test(sentence),
  );
  const goal = own.at(person.mentor ? -1 : 0);
  return goal !== undefined && goal.length <= 300 ? goal : `Get further with ${skill}.`;
}

/** Their own words, as they stand in their profile. */
function messageOf(random: Random, person: SeedPerson): string {
  const own = sentences(person.bio);
  const last = own.slice(Math.max(1, own.length - 2));
  return [own[0], ...last, random.pick(closers)].join(" ");
}

const sentences = (text: string) => text.split(/(?<=[.!?]) /);

function minutesAgo(state: RequestState, random: Random): number {
  if (state === "active") return 60 + random.below(8 * DAY);
  if (state === "pending") return 60 + random.below(6 * DAY);
  if (state === "waiting") return DAY + random.below(20 * DAY);
  return 10 * DAY + random.below(150 * DAY);
}
