import type { RoomMember } from "./schema.ts";

/** Where the words name a member: `body.slice(from, to)` is the name with its @. */
export interface MentionRange {
  from: number;
  to: number;
  userId: string;
}

const wordish = /[\p{L}\p{N}_]/u;
/** Past so many a message names nobody further. */
const MAX_MENTIONS = 50;

/**
 * The members whom a message names with an @ and their whole name, or the first of their names where only one member
 * has it. Pure, so that the room and every page find the same.
 */
export function findMentions(
  body: string,
  members: readonly Pick<RoomMember, "userId" | "name">[],
): MentionRange[] {
  if (!body.includes("@")) return [];
  const names = namesOf(members);
  const lower = body.toLowerCase();
  const found: MentionRange[] = [];
  for (let at = lower.indexOf("@"); at >= 0 && found.length < MAX_MENTIONS; at = lower.indexOf("@", at + 1)) {
    if (wordish.test(body[at - 1] ?? "")) continue;
    const named = names.find(
      ([name]) => lower.startsWith(name, at + 1) && !wordish.test(body[at + 1 + name.length] ?? ""),
    );
    if (named) found.push({ from: at, to: at + 1 + named[0].length, userId: named[1] });
  }
  return found;
}

/** Longer names first, so that "Ann-Marie" is not taken for Ann. */
function namesOf(members: readonly Pick<RoomMember, "userId" | "name">[]): [string, string][] {
  const whole = members.map(({ name, userId }): [string, string] => [name.trim().toLowerCase(), userId]);
  const owners = new Map<string, string | null>();
  for (const [name, userId] of whole) {
    const first = name.split(/\s+/)[0] ?? "";
    owners.set(first, owners.has(first) ? null : userId);
  }
  const firsts = [...owners].flatMap(([name, userId]): [string, string][] =>
    userId ? [[name, userId]] : [],
  );
  return [...whole, ...firsts].filter(([name]) => name !== "").sort(([a], [b]) => b.length - a.length);
}
