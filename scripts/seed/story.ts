import type { MentorshipPlan } from "./mentorships.ts";

/** The people who can sign in at once, by their id in data/people.jsonl, and what stands around them. */
export const signIns = {
  mentee: { person: "d055", email: "elif@people.atas.example" },
  mentor: { person: "d045", email: "simone@people.atas.example" },
} as const;

/** The same for the three sign-ins; it opens nothing but made-up data. */
export const SEED_PASSWORD = "the-way-there-2026";

/** Who knows whom around the mentee, so that each distance can be seen: one, two and three steps. */
export const storyConnections: readonly (readonly [string, string])[] = [
  ["d055", "d059"],
  ["d055", "d057"],
  ["d055", "b028"],
  ["d059", "d045"],
  ["d057", "c064"],
  ["d059", "c072"],
  ["b028", "a053"],
  ["a053", "b043"],
];

/** They know only whom the story says; the second knows nobody at all. */
export const storyLoners: ReadonlySet<string> = new Set(["d055", "b054"]);

const hours = (h: number) => h * 60;
const days = (d: number) => d * 1_440;

/** Times are minutes before the seed: of the request, or of the last word where there was a conversation. */
export const storyMentorships: readonly MentorshipPlan[] = [
  {
    mentee: "d055",
    mentor: "d059",
    state: "active",
    goal: "The first minute of my keynote without notes.",
    message:
      "Sixty slides for twelve minutes, and I do not know which one is the talk. I have the mud of four kilometres of sea and sleepy listeners, so you may be the right person.",
    conversation: "first-minute",
    minutesAgo: 25,
  },
  {
    mentee: "d055",
    mentor: "b028",
    state: "completed",
    goal: "One paper, accepted.",
    message:
      "It is my first paper in English without my supervisor's name in front. The figures are good, they say, and the words are not.",
    conversation: "second-language-paper",
    minutesAgo: days(2),
  },
  {
    mentee: "d055",
    mentor: "d045",
    state: "pending",
    goal: "I say yes to the keynote, and then survive it.",
    message:
      "My throat closes when I have to speak to a full room. Last spring I apologised three times in a twelve-minute talk and skipped my best figure. Bruno helps me with the slides, but it is not the slides.",
    minutesAgo: days(3),
  },
  {
    mentee: "d055",
    mentor: "c064",
    state: "declined",
    goal: "Give my talk as if it were an opening statement.",
    message: "Could you hear my talk as if it were an opening statement? I have no jury, only geologists.",
    reason: "Two trials this month, I would be half there. Ask me in January, and come standing up.",
    minutesAgo: days(22),
  },
  {
    mentee: "b064",
    mentor: "d045",
    state: "pending",
    goal: "One clear sentence in a room of surgeons.",
    message:
      "أعرف أن المشروع سيتأخر، لكنني أصمت أمام الجراحين. أريد أن أقول جملة واحدة واضحة: go-live لن يكون في مارس.",
    minutesAgo: days(5) + hours(6),
  },
  {
    mentee: "d044",
    mentor: "d045",
    state: "pending",
    goal: "A training that the slow ones come back to.",
    message:
      "Nineteen children at the pool, six listen, and two fathers film. I would like to understand what fear of losing does to a nine-year-old, and what mine did to me.",
    minutesAgo: hours(20),
  },
  {
    mentee: "b068",
    mentor: "d045",
    state: "active",
    goal: "Stop apologising at the bench.",
    message:
      "A grad student sighed at me in week one and that sigh lives in my head now. My hands shake when somebody watches. I'd like them to be mine again.",
    conversation: "three-seconds",
    minutesAgo: days(1) + hours(3),
  },
  {
    mentee: "c040",
    mentor: "d045",
    state: "active",
    goal: "Pass my probation without becoming pushy.",
    message:
      "I know what every flask is for. On the telephone I become somebody else, and she does not know.",
    conversation: "the-phone-is-light",
    minutesAgo: hours(7),
  },
  {
    mentee: "c065",
    mentor: "c072",
    state: "active",
    goal: "A data protection course in which nobody does e-mail.",
    message: "I am half lawyer and it shows when I teach. The other half would like to learn how it is done.",
    conversation: "training-nobody-fears",
    minutesAgo: days(2),
  },
  {
    mentee: "b004",
    mentor: "c072",
    state: "active",
    goal: "Forty minutes on a stage in the autumn.",
    message: "I freeze on stage. On paper I am fine, I draw diagrams and hold them to the camera.",
    conversation: "a-talk-in-autumn",
    minutesAgo: hours(30),
  },
  {
    mentee: "d051",
    mentor: "c072",
    state: "active",
    goal: "Be less stiff in front of the whole company.",
    message: "In a room with one person I can talk for hours. In a room with all of them I read.",
    conversation: "less-stiff",
    minutesAgo: days(4),
  },
  {
    mentee: "a018",
    mentor: "c072",
    state: "waiting",
    goal: "One conference talk without a written script.",
    message: "Facts first: I have thirty-five minutes a week, twins, and a conference in autumn.",
    minutesAgo: days(6),
  },
];
