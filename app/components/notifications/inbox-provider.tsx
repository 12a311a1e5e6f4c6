import { useLocation, useRevalidator, useRouteLoaderData } from "@remix-run/react";
import { type ReactNode, useEffect } from "react";
import { InboxContext } from "../../hooks/inbox-context.ts";
import { useInbox } from "../../hooks/use-inbox.ts";
import { UnreadContext } from "../../hooks/use-reader.ts";
import type { RootData } from "../../root-data.ts";
import { NotificationToast } from "./notification-toast.tsx";

/** Pages whose lists change with what a notification says. */
const listed = /^\/(requests|notifications)(\/|$)/;

/** One stream for all that is live outside a room: the count in the navigation, lists, and the toast. */
export function InboxProvider({ children }: { children: ReactNode }) {
  const root = useRouteLoaderData<RootData>("root");
  const { revalidate } = useRevalidator();
  const { pathname } = useLocation();
  const view = useInbox(root?.inbox ?? null, root?.user?.id ?? null, revalidate);
  const latestId = view.latest?.event.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when something arrives, not when one walks to a list
  useEffect(() => {
    if (latestId !== undefined && listed.test(pathname)) revalidate();
  }, [latestId]);
  if (!root?.user || !root.inbox) return children;
  return (
    <InboxContext.Provider value={view}>
      <UnreadContext.Provider value={view.state.unread}>
        {children}
        <NotificationToast latest={view.latest?.event ?? null} />
      </UnreadContext.Provider>
    </InboxContext.Provider>
  );
}
