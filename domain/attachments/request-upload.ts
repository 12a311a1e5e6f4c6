import { attachments } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { newId } from "../ids.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { assertWritable } from "../rooms/assert-writable.ts";
import { authorizeRoom } from "../rooms/authorize-room.ts";
import { loadRoomStanding } from "../rooms/load-room-standing.ts";
import { cleanName } from "./clean-name.ts";
import { limitUploads } from "./limit-uploads.ts";
import { type UploadPlace, uploadAskSchema } from "./schema.ts";
import { makeUploadToken, UPLOAD_LASTS_MS } from "./upload-token.ts";

/**
 * Allows a member who may write in a room to bring one file for it, within ten minutes. What it was said to be is part of
 * the signed address, and is held against the bytes when they come. Three round trips.
 * @throws DomainError `not_signed_in`, `not_found` (not a member), `invalid_input` (name, type or size), `conflict` (the
 *   mentorship is over), `not_writable`, `rate_limited`
 */
export async function requestUpload(
  ctx: ReadContext,
  raw: { roomId: string; name: unknown; type: unknown; size: unknown },
): Promise<UploadPlace> {
  const userId = authorizeUser(ctx, "create:attachment:own", raw.roomId.slice(0, 100));
  const { roomId } = await authorizeRoom(ctx, raw);
  const { type, size, ...ask } = parseInput(uploadAskSchema, raw);
  const [standing] = await Promise.all([
    loadRoomStanding(ctx, { roomId, sessionIds: [], now: ctx.now() }),
    limitUploads(ctx, userId, roomId),
  ]);
  assertWritable(standing);
  const [id, name, askedAt] = [newId(), cleanName(ask.name, type), ctx.now()];
  // unaudited: nothing is there yet; the trail tells of the file when it comes
  await ctx.db.insert(attachments).values({ id, roomId, ownerId: userId, name, type, size, askedAt });
  const until = askedAt.getTime() + UPLOAD_LASTS_MS;
  const token = makeUploadToken(ctx.authSecret, { id, roomId, userId, name, type, size, until });
  return { id, url: `/rooms/${roomId}/attachments/${id}?token=${token}` };
}
