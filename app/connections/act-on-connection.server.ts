import { z } from "zod";
import { acceptConnection } from "#domain/connections/accept-connection.ts";
import { declineConnection } from "#domain/connections/decline-connection.ts";
import { inviteConnection } from "#domain/connections/invite-connection.ts";
import { removeConnection } from "#domain/connections/remove-connection.ts";
import { withdrawConnection } from "#domain/connections/withdraw-connection.ts";
import type { ReadContext } from "#domain/context.ts";
import { parseInput } from "#domain/parse-input.ts";
import { type ConnectionIntent, connectionIntents } from "../components/connections/connection-act.ts";
import { fieldsOf } from "../form-action.server.ts";

const actSchema = z.object({
  intent: z.enum(connectionIntents),
  userId: z.string().default(""),
  id: z.string().default(""),
});
type Act = z.infer<typeof actSchema>;

/** Runs the one verb that a connection's form names, and says which it was. */
export async function actOnConnection(ctx: ReadContext, form: FormData): Promise<ConnectionIntent> {
  const act = parseInput(actSchema, fieldsOf(form));
  await run(ctx, act);
  return act.intent;
}

function run(ctx: ReadContext, { intent, userId, id }: Act): Promise<unknown> {
  switch (intent) {
    case "invite":
      return inviteConnection(ctx, { userId });
    case "accept":
      return acceptConnection(ctx, { id });
    case "decline":
      return declineConnection(ctx, { id });
    case "withdraw":
      return withdrawConnection(ctx, { id });
    case "remove":
      return removeConnection(ctx, { id });
  }
}
