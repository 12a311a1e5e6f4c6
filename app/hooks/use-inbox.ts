import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { InboxState } from "#domain/notifications/schema.ts";
import { InboxSession, type InboxView } from "./inbox-session.ts";

const nobody: InboxView = { state: { lastId: 0, unread: 0, rooms: [] }, latest: null, status: "connecting" };

/**
 * The person's inbox, live in every tab: unread count, conversations, the last notification.
 * @param userId null when nobody is signed in: then there is no stream
 * @param initial the loader's state; a later one (after a navigation or a `reset`) is taken when it is newer
 * @param onReset fetches the loader's state afresh, such as `useRevalidator().revalidate`
 */
export function useInbox(initial: InboxState | null, userId: string | null, onReset: () => void): InboxView {
  const reset = useRef(onReset);
  reset.current = onReset;
  const known = initial !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer state goes to `adopt`, not to a new session
  const session = useMemo(
    () => (userId && initial ? new InboxSession(userId, initial, () => reset.current()) : null),
    [userId, known],
  );
  useEffect(() => {
    session?.start();
    return () => session?.stop();
  }, [session]);
  useEffect(() => {
    if (initial) session?.adopt(initial);
  }, [session, initial]);
  const view = session?.view ?? (() => nobody);
  return useSyncExternalStore(session?.subscribe ?? subscribeToNothing, view, view);
}

const subscribeToNothing = () => () => {};
