import { eq } from "drizzle-orm";
import { users } from "#db/tables/index.ts";
import { verificationLink } from "../accounts/links.ts";
import type { JobContext } from "../context.ts";
import { sendLetter } from "./send-letter.ts";
import { words } from "./words.ts";

/** The letter that confirms an address. Nothing is sent once it is confirmed. */
export async function sendVerifyEmail(ctx: JobContext, { userId }: { userId: string }): Promise<void> {
  const [user] = await ctx.db
    .select({ id: users.id, name: users.name, email: users.email, verified: users.emailVerified })
    .from(users)
    .where(eq(users.id, userId));
  if (!user || user.verified) return;
  await sendLetter(ctx, {
    kind: "mail.verify-email",
    to: user,
    topic: null,
    letter: {
      subject: "Confirm your e-mail address",
      preview: "One click, and you can go on.",
      heading: words`One click, and you can go on`,
      blocks: [
        {
          kind: "words",
          content: words`Hello ${user.name}, confirm that this address is yours. The link works for a day.`,
        },
      ],
      action: { label: "Confirm my address", url: await verificationLink(ctx, user) },
      footer:
        "You get this because somebody signed up to ATAS with this address. If it was not you, leave it be: nothing happens.",
    },
  });
}
