import { DAYS_TO_ANSWER, type RequestState } from "#domain/mentorships/schema.ts";
import type { SeedPerson } from "./people.ts";
import { type Random, randomFrom, seedId } from "./random.ts";
import type { Conversation } from "./source.ts";

/** A mentorship in words; people by their id in the data. */
export interface MentorshipPlan {
  mentee: string;
  mentor: string;
  state: RequestState;
  goal: string;
  message: string;
  reason?: string;
  /** Id of a conversation: for an active, completed or ended one. */
  conversation?: string;
  /** Before the seed: of the request, or of the last word where there was a conversation. */
  minutesAgo: number;
}

/** A mentorship as it goes into the tables; all times are minutes before the seed. */
export interface SeedMentorship {
  id: string;
  mentorId: string;
  menteeId: string;
  state: RequestState;
  goal: string;
  message: string;
  declineReason: string | null;
  roomId: string | null;
  createdAgo: number;
  respondedAgo: number | null;
  endedAgo: number | null;
  messages: { id: string; authorId: string; body: string; sentAgo: number }[];
}

const DAY = 1_440;
const answered: ReadonlySet<RequestState> = new Set(["active", "completed", "ended"]);

/** Works out times, room and messages of a plan. @throws Error for a conversation that isn't there */
export function asMentorship(
  plan: MentorshipPlan,
  people: { mentor: SeedPerson; mentee: SeedPerson },
  conversations: readonly Conversation[],
): SeedMentorship {
  const key = `mentorship ${people.mentee.id} ${people.mentor.id}`;
  const random = randomFrom(key);
  const base = {
    id: seedId(key),
    mentorId: people.mentor.userId,
    menteeId: people.mentee.userId,
    state: plan.state,
    goal: plan.goal,
    message: plan.message,
    declineReason: plan.reason ?? null,
  };
  if (!answered.has(plan.state)) {
    const closedAgo = closing(plan, random);
    const respondedAgo = plan.state === "declined" ? closedAgo : null;
    return {
      ...base,
      roomId: null,
      createdAgo: plan.minutesAgo,
      respondedAgo,
      endedAgo: closedAgo,
      messages: [],
    };
  }
  const conversation = conversations.find(({ id }) => id === plan.conversation);
  if (!conversation) throw new Error(`no conversation ${plan.conversation} in data/conversations.jsonl`);
  const messages = spoken(conversation, plan.minutesAgo, base);
  const respondedAgo = messages[0]!.sentAgo + 30 + random.below(600);
  const endedAgo = plan.state === "active" ? null : Math.max(1, plan.minutesAgo - 60 - random.below(DAY));
  const createdAgo = respondedAgo + 200 + random.below(3 * DAY);
  return { ...base, roomId: seedId(`room ${key}`), createdAgo, respondedAgo, endedAgo, messages };
}

/** When a request without a mentorship was closed. */
function closing({ state, minutesAgo }: MentorshipPlan, random: Random): number | null {
  if (state === "lapsed") return minutesAgo - DAYS_TO_ANSWER * DAY;
  if (state === "declined" || state === "withdrawn") return minutesAgo - 600 - random.below(2 * DAY);
  return null;
}

function spoken(
  { lines }: Conversation,
  lastAgo: number,
  { id, mentorId, menteeId }: { id: string; mentorId: string; menteeId: string },
) {
  const length = lines.reduce((sum, line, i) => sum + (i > 0 ? line.after : 0), 0);
  let sentAgo = lastAgo + length;
  return lines.map((line, i) => {
    if (i > 0) sentAgo -= line.after;
    const authorId = line.from === "mentor" ? mentorId : menteeId;
    return { id: seedId(`message ${id} ${i}`, i), authorId, body: line.text, sentAgo };
  });
}
