import type { JobContext } from "../context.ts";
import { loadMentorship } from "../mentorships/load-mentorship.ts";
import { sendLetter } from "./send-letter.ts";
import { quote, words } from "./words.ts";

/** Tells a mentee that the mentor said yes. Nothing is sent once the mentorship is over. */
export async function sendRequestAccepted(
  ctx: JobContext,
  { mentorshipId }: { mentorshipId: string },
): Promise<void> {
  const mentorship = await loadMentorship(ctx, { id: mentorshipId });
  if (mentorship?.state !== "active" || !mentorship.roomId) return;
  const { mentor, mentee, goal, roomId } = mentorship;
  await sendLetter(ctx, {
    kind: "mail.request-accepted",
    to: mentee,
    topic: "answers",
    letter: {
      subject: `${mentor.name} said yes`,
      preview: "A room is open for the two of you. You can write now.",
      heading: words`${mentor.name} said yes`,
      blocks: [
        {
          kind: "words",
          content: words`Hello ${mentee.name}, ${mentor.name} accepted your request. This is what you set out for:`,
        },
        { kind: "quote", content: quote(goal) },
        { kind: "note", content: words`A room is open for the two of you. You can write now.` },
      ],
      action: { label: `Write to ${mentor.name}`, url: `${ctx.appUrl}/conversations/${roomId}` },
      footer: "You get this because somebody answered your request on ATAS.",
    },
  });
}
