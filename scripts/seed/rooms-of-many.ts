import { seedId } from "./random.ts";

/** What was said in a room of many: who (a place in its list of people), how long after the one before, and what. */
interface Line {
  by: number;
  afterMinutes: number;
  text: string;
}

export interface RoomOfManyPlan {
  id: string;
  /** Of a community. */
  cluster: string | null;
  /** Of a circle, which the first of its people has made. */
  title: string | null;
  /** Ids in data/people.jsonl; those of a community are followed by others of its field. */
  people: readonly string[];
  /** Of the last word, before the seed. */
  minutesAgo: number;
  lines: readonly Line[];
}

const community = (
  cluster: string,
  rest: Omit<RoomOfManyPlan, "id" | "cluster" | "title">,
): RoomOfManyPlan => ({
  id: seedId(`community ${cluster}`),
  cluster,
  title: null,
  ...rest,
});

/** A few communities in which something was said, and one circle; the people of the sign-ins are in them. */
export const roomsOfMany: readonly RoomOfManyPlan[] = [
  community("communication-and-presenting", {
    people: ["d055", "d045", "d059"],
    minutesAgo: 190,
    lines: [
      {
        by: 1,
        afterMinutes: 0,
        text: "New here? Say in one sentence what you will stand up and talk about next. That is how we begin.",
      },
      {
        by: 3,
        afterMinutes: 95,
        text: "A budget, to eleven people who have already decided against it. On Thursday.",
      },
      {
        by: 2,
        afterMinutes: 20,
        text: "Then tell them first what you would cut yourself. They will look up.",
      },
      { by: 0, afterMinutes: 240, text: "Mud. Four kilometres under the sea. Twelve minutes." },
      { by: 4, afterMinutes: 12, text: "I would come to hear that." },
    ],
  }),
  community("academic-research", {
    people: ["d055"],
    minutesAgo: 1_500,
    lines: [
      {
        by: 1,
        afterMinutes: 0,
        text: "Does anybody keep a list of journals that answer within three months? Mine has two names on it.",
      },
      {
        by: 2,
        afterMinutes: 300,
        text: "Ask for their median, not for their promise. Most editors will tell you.",
      },
    ],
  }),
  community("wellbeing-at-work", {
    people: ["d045"],
    minutesAgo: 4_000,
    lines: [
      { by: 1, afterMinutes: 0, text: "What do you do in the five minutes before something you fear?" },
      {
        by: 0,
        afterMinutes: 40,
        text: "Breathe out, longer than in, and read the first line aloud. Nothing else.",
      },
    ],
  }),
  {
    id: seedId("circle the first minute"),
    cluster: null,
    title: "The first minute",
    people: ["d045", "d055", "d059", "d057"],
    minutesAgo: 65,
    lines: [
      {
        by: 0,
        afterMinutes: 0,
        text: "Welcome, all three of you. Here we practise beginnings, and nothing else. Each brings one by Friday.",
      },
      { by: 1, afterMinutes: 50, text: "May it be the same one as last week, only shorter?" },
      { by: 2, afterMinutes: 9, text: "That is the best kind." },
    ],
  },
];
