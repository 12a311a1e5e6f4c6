import type { SeedMentorship } from "./mentorships.ts";
import { type Random, randomFrom } from "./random.ts";

/** What a mentee says of a mentorship that is over; minutes before the seed. */
export interface SeedReview {
  stars: number;
  words: string;
  writtenAgo: number;
}

const DAY = 1_440;

/** Who says something at all, and how content they are: stars in parts of a hundred. */
const manners = {
  completed: {
    share: 0.85,
    stars: [
      [5, 68],
      [4, 26],
      [3, 6],
    ],
  },
  ended: {
    share: 0.6,
    stars: [
      [5, 14],
      [4, 30],
      [3, 30],
      [2, 20],
      [1, 6],
    ],
  },
} as const;

/** Some leave it at the stars. */
const SILENT = 0.25;

const said: Record<number, readonly string[]> = {
  5: [
    "We were done in two months and I still hear the questions. That is the best thing I can say.",
    "Never once told me what to do. I did it anyway, and it was mine.",
    "Read everything I sent before we spoke. Everything. I began to write better because somebody read it.",
    "I came with the wrong question and was told so, kindly, in the first ten minutes.",
    "Honest about what they didn't know, and found me the person who did.",
    "The homework was small enough to do after a shift. I did all of it.",
    "I got the job. But I'd have given five stars before that.",
    "Sabırlı, açık ve çok hazırlıklı. Bir saat bile boşa gitmedi.",
  ],
  4: [
    "Good company on a hard road. We lost some weeks to calendars, on both sides.",
    "Knows the trade inside out. Sometimes two steps ahead of me, and came back when I said so.",
    "Very useful and a little brisk. I liked it after the second time.",
    "What I learned about estimates alone was worth the early mornings.",
    "Clear, kind, on time. I would have liked more examples from small places like ours.",
  ],
  3: [
    "We got on well and did not get far. It may have been my question.",
    "Good advice for a company ten times the size of ours.",
    "The first three talks were excellent. Then work came in between, and we let it end.",
  ],
  2: [
    "Much about their own way, little about mine. Friendly all the same.",
    "Four talks planned, two held. I understand why, and it still did not help me.",
  ],
  1: ["We never found an hour. I was told so late each time."],
};

/** What its mentee says of it, the same in every run; null where it is not over, or nobody says anything. */
export function reviewOf({ id, state, endedAgo }: SeedMentorship): SeedReview | null {
  if ((state !== "completed" && state !== "ended") || endedAgo === null) return null;
  const random = randomFrom(`review ${id}`);
  const { share, stars: parts } = manners[state];
  if (!random.chance(share)) return null;
  const stars = starsOf(random, parts);
  return {
    stars,
    words: random.chance(SILENT) ? "" : random.pick(said[stars]!),
    writtenAgo: Math.max(1, endedAgo - 30 - random.below(3 * DAY)),
  };
}

function starsOf(random: Random, parts: readonly (readonly [number, number])[]): number {
  let roll = random.below(100);
  for (const [stars, weight] of parts) {
    if (roll < weight) return stars;
    roll -= weight;
  }
  return 3;
}
