import type { InboxEvent } from "../notifications/schema.ts";

/**
 * What a push is about: a conversation, or the notification itself. A later one about the same takes the earlier's place,
 * at the push service (RFC 8030, section 5.4: 32 characters of base64url at most) and on the screen.
 */
export function tagOf({ id, kind, href }: Pick<InboxEvent, "id" | "kind" | "href">): string {
  const room = /^\/conversations\/([\da-f-]{36})/.exec(href)?.[1];
  const ofRoom = kind === "message.new" || kind === "community.new" || kind === "group.added";
  return ofRoom && room ? tagOfRoom(room) : `n${id}`;
}

/** Of all that a conversation's messages bring. */
export const tagOfRoom = (roomId: string): string => roomId.replaceAll("-", "");
