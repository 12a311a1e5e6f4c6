import type { InboxEvent, RoomSummary } from "../notifications/schema.ts";
import { excerptOf } from "../rooms/schema.ts";

/**
 * The words that a push may show now. Of a message those were kept when it came, and it may have been changed, deleted or
 * removed since: what stands is known by the conversation's line alone, which its room keeps up to date.
 */
export function standingWords(
  { kind, preview, href }: Pick<InboxEvent, "kind" | "preview" | "href">,
  room: RoomSummary | null,
): string | null {
  if (kind !== "message.new" && kind !== "community.new") return preview;
  if (room === null || room.gone || room.preview === null) return null;
  if (preview !== null && excerptOf(preview) === excerptOf(room.preview)) return preview;
  // a title with the name of who wrote something else, or of who mentions, would make these words theirs
  const isOfRoom = href === `/conversations/${room.roomId}`;
  const fits = room.kind === "community" || (room.kind === "direct" && room.lastAuthorId === room.withUserId);
  return isOfRoom && fits ? room.preview : null;
}
