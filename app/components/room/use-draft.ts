import { useCallback, useEffect, useState } from "react";

const keyOf = (userId: string, roomId: string) => `atas:draft:${userId}:${roomId}`;

/** What a person has begun to write in a room, or null. Empty where the browser keeps nothing. */
export function readDraft(userId: string, roomId: string): string | null {
  try {
    return localStorage.getItem(keyOf(userId, roomId));
  } catch {
    return null;
  }
}

/** The words in the composer, kept on this device until they are sent. */
export function useDraft(userId: string, roomId: string) {
  const [text, setText] = useState("");
  // after the first paint: the server does not know what this device keeps
  useEffect(() => setText(readDraft(userId, roomId) ?? ""), [userId, roomId]);
  const keep = useCallback(
    (next: string) => {
      setText(next);
      try {
        if (next) localStorage.setItem(keyOf(userId, roomId), next);
        else localStorage.removeItem(keyOf(userId, roomId));
      } catch {
        // a full or forbidden storage costs the draft, not the message
      }
    },
    [userId, roomId],
  );
  return [text, keep] as const;
}
