import type { JobContext } from "../context.ts";
import { loadMentorship } from "../mentorships/load-mentorship.ts";
import { dayInWords } from "./day-in-words.ts";
import type { Block } from "./render-letter.ts";
import { sendLetter } from "./send-letter.ts";
import { words } from "./words.ts";

/** Tells the first in line that the mentor has a place. Nothing is sent once the request has moved on. */
export async function sendPlaceFree(
  ctx: JobContext,
  { mentorshipId }: { mentorshipId: string },
): Promise<void> {
  const request = await loadMentorship(ctx, { id: mentorshipId });
  if (request?.state !== "pending") return;
  const { mentor, mentee, expiresAt } = request;
  const deadline: Block[] = expiresAt
    ? [
        {
          kind: "note",
          content: words`${mentor.name} has until ${dayInWords(expiresAt, mentee.timeZone)} to answer.`,
        },
      ]
    : [];
  await sendLetter(ctx, {
    kind: "mail.place-free",
    to: mentee,
    topic: "answers",
    letter: {
      subject: `${mentor.name} has a free place`,
      preview: "You were first in line. Your request is in front of your mentor now.",
      heading: words`${mentor.name} has a free place`,
      blocks: [
        {
          kind: "words",
          content: words`Hello ${mentee.name}, you were first in line. Your request is in front of ${mentor.name} now. You can still change your words.`,
        },
        ...deadline,
      ],
      action: { label: "See my request", url: `${ctx.appUrl}/requests/${request.id}` },
      footer: "You get this because you took a place in line on ATAS.",
    },
  });
}
