import { useLocation, useRevalidator, useRouteLoaderData } from "@remix-run/react";
import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { InboxContext } from "../../hooks/inbox-context.ts";
import type { InboxView } from "../../hooks/inbox-session.ts";
import { UnreadContext } from "../../hooks/use-reader.ts";
import type { RootData } from "../../root-data.ts";
import { SignedOutNotice } from "./signed-out-notice.tsx";

/** Pages whose lists change with what a notification says. */
const listed = /^\/(requests|notifications)(\/|$)/;

/**
 * One stream for all that is live outside a room: the count in the navigation, lists, and the toast. Its code comes
 * after the page, and for the signed-in alone.
 */
export function InboxProvider({ children }: { children: ReactNode }) {
  const root = useRouteLoaderData<RootData>("root");
  const { revalidate } = useRevalidator();
  const { pathname } = useLocation();
  const [view, setView] = useState<InboxView | null>(null);
  const userId = root?.inbox ? (root.user?.id ?? null) : null;
  const LiveInbox = useLiveInbox(userId !== null);
  useTitleBadge(userId ? (view?.state.unread ?? root?.inbox?.unread ?? null) : null);
  const latestId = view?.latest?.event.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when something arrives, not when one walks to a list
  useEffect(() => {
    if (latestId !== undefined && listed.test(pathname)) revalidate();
  }, [latestId]);
  return (
    <InboxContext.Provider value={view}>
      <UnreadContext.Provider value={view?.state.unread ?? null}>
        {view?.status === "signed-out" && (
          // what stands on the page is of before, and what is done there is refused
          <SignedOutNotice>This page shows how things stood before.</SignedOutNotice>
        )}
        {children}
        {userId && LiveInbox && <LiveInbox key={userId} onView={setView} />}
      </UnreadContext.Provider>
    </InboxContext.Provider>
  );
}

/** "(2) Requests · ATAS": what a tab says while one is elsewhere. */
function useTitleBadge(unread: number | null): void {
  const { key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page has a new title
  useEffect(() => {
    const plain = document.title.replace(/^\(\d+\+?\) /, "");
    document.title = unread ? `(${unread > 99 ? "99+" : unread}) ${plain}` : plain;
  }, [unread, key]);
}

type Live = ComponentType<{ onView: (view: InboxView | null) => void }>;

/** Null until somebody is signed in and the code has come; without it the page stands as it was loaded. */
function useLiveInbox(needed: boolean): Live | null {
  const [component, setComponent] = useState<Live | null>(null);
  useEffect(() => {
    if (!needed) return;
    let wanted = true;
    import("./live-inbox.tsx").then(
      (module) => wanted && setComponent(() => module.default),
      () => {
        // a deploy or a cut took the file away: the next page brings it
      },
    );
    return () => {
      wanted = false;
    };
  }, [needed]);
  return component;
}
