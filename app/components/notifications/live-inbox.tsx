import { useRevalidator, useRouteLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import type { InboxView } from "../../hooks/inbox-session.ts";
import { useInbox } from "../../hooks/use-inbox.ts";
import type { RootData } from "../../root-data.ts";

/** Holds the stream and hands on what it says; it draws nothing. */
export default function LiveInbox({ onView }: { onView: (view: InboxView | null) => void }) {
  const root = useRouteLoaderData<RootData>("root");
  const { revalidate } = useRevalidator();
  const view = useInbox(root?.inbox ?? null, root?.user?.id ?? null, revalidate);
  useEffect(() => onView(view), [view, onView]);
  useEffect(() => () => onView(null), [onView]);
  return null;
}
