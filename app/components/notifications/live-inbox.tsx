import { useRevalidator, useRouteLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import type { InboxView } from "../../hooks/inbox-session.ts";
import { renewDevice } from "../../hooks/this-device.ts";
import { useInbox } from "../../hooks/use-inbox.ts";
import type { RootData } from "../../root-data.ts";
import { NotificationToast } from "./notification-toast.tsx";

/** Holds the stream and hands on what it says; it draws the toast alone, so that its words need not come with the page. */
export default function LiveInbox({ onView }: { onView: (view: InboxView | null) => void }) {
  const root = useRouteLoaderData<RootData>("root");
  const { revalidate } = useRevalidator();
  const view = useInbox(root?.inbox ?? null, root?.user?.id ?? null, revalidate);
  useEffect(() => onView(view), [view, onView]);
  useRenewedDevice(root?.user?.id ?? null);
  useEffect(() => () => onView(null), [onView]);
  return <NotificationToast latest={view.latest?.event ?? null} />;
}

/** A browser that shows this person's notifications goes on doing so after they have signed in again. */
function useRenewedDevice(userId: string | null): void {
  useEffect(() => {
    if (!userId) return;
    renewDevice().catch(() => {
      // the next page that is loaded tries again, and the preferences say how it stands
    });
  }, [userId]);
}
