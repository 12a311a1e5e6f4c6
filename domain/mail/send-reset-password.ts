import { resetLink } from "../accounts/links.ts";
import type { JobContext } from "../context.ts";
import { sendLetter } from "./send-letter.ts";
import { words } from "./words.ts";

/** The letter with the link to a new password. Nothing is sent once the link was used or has expired. */
export async function sendResetPassword(
  ctx: JobContext,
  { verificationId }: { verificationId: string },
): Promise<void> {
  const reset = await resetLink(ctx, verificationId);
  if (!reset) return;
  await sendLetter(ctx, {
    kind: "mail.reset-password",
    to: reset.user,
    topic: null,
    letter: {
      subject: "Choose a new password",
      preview: "The link works once, for a short while.",
      heading: words`Choose a new password`,
      blocks: [
        {
          kind: "words",
          content: words`Hello ${reset.user.name}, somebody asked for a new password for your account. The link works once, for a short while. It signs you out everywhere else.`,
        },
      ],
      action: { label: "Choose a new password", url: reset.url },
      footer:
        "You get this because somebody asked for a new password on ATAS. If it was not you, leave it be: your password stays as it is.",
    },
  });
}
