import type { JobContext } from "../context.ts";
import { loadMentorship } from "../mentorships/load-mentorship.ts";
import { dayInWords } from "./day-in-words.ts";
import type { Block } from "./render-letter.ts";
import { sendLetter } from "./send-letter.ts";
import { beginning, quote, words } from "./words.ts";

/** Tells a mentor of a request that can be answered. Nothing is sent once it was answered, taken back or lapsed. */
export async function sendRequestReceived(
  ctx: JobContext,
  { mentorshipId }: { mentorshipId: string },
): Promise<void> {
  const request = await loadMentorship(ctx, { id: mentorshipId });
  if (request?.state !== "pending") return;
  const { mentor, mentee, goal, message, expiresAt } = request;
  const deadline: Block[] = expiresAt
    ? [
        {
          kind: "note",
          content: words`Answer by ${dayInWords(expiresAt, mentor.timeZone)}. A request that you leave ends by itself, and we say that it was not about the person.`,
        },
      ]
    : [];
  await sendLetter(ctx, {
    kind: "mail.request-received",
    to: mentor,
    topic: "requests",
    letter: {
      subject: `${mentee.name} asks for your help`,
      preview: beginning(goal, 120),
      heading: words`${mentee.name} asks for your help`,
      blocks: [
        { kind: "words", content: words`Hello ${mentor.name}, this is what ${mentee.name} wrote:` },
        { kind: "quote", content: quote(beginning(message, 600)) },
        { kind: "words", content: words`What would be different afterwards:` },
        { kind: "quote", content: quote(goal) },
        ...deadline,
      ],
      action: { label: "Read and answer", url: `${ctx.appUrl}/requests/${request.id}` },
      footer: "You get this because somebody asked you to be their mentor on ATAS.",
    },
  });
}
