import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { authorizeRoom } from "./authorize-room.ts";
import type { MessageVersion } from "./schema.ts";

/**
 * What a message said before it was changed, oldest first and as it stands last; empty for a deleted one. One round
 * trip, then one call to the room.
 * @throws DomainError `not_signed_in`, `not_found` (not a member, or no message of the room)
 */
export async function loadVersions(
  ctx: ReadContext,
  input: { roomId: string; messageId: string },
): Promise<MessageVersion[]> {
  const { roomId } = await authorizeRoom(ctx, input);
  const id = idSchema.safeParse(input.messageId);
  const versions = id.success ? await ctx.roomReader.versions(roomId, id.data) : null;
  if (!versions) throw new DomainError("not_found", { log: "no message of the room" });
  return versions;
}
