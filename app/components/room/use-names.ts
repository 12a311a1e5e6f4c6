import { useMemo } from "react";
import type { useRoom } from "../../hooks/use-room.ts";

/** What people are called here: in a direct room by the first of their names, where many are by all of them. */
export function useNames(
  { members, former, authors }: ReturnType<typeof useRoom>,
  readerId: string,
  other: { firstName: string } | null,
): (userId: string) => string {
  const names = useMemo(
    () =>
      new Map([
        ...Object.entries(authors),
        ...[...former, ...members].map(({ userId, name }) => [userId, name] as const),
      ]),
    [members, former, authors],
  );
  return (userId) => {
    if (userId === readerId) return "You";
    return other ? other.firstName : (names.get(userId) ?? "Somebody who left");
  };
}
