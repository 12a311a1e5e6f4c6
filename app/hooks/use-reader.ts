import { useRouteLoaderData } from "@remix-run/react";
import { createContext, useContext, useEffect, useState } from "react";
import type { RootData } from "#app/root-data.ts";

/** Unread notifications, kept right by the stream; the root provides it. */
export const UnreadContext = createContext<number | null>(null);

/** Who reads the page: the signed-in person or null, their zone, and the moment the page was made. */
export function useReader() {
  const root = useRouteLoaderData<RootData>("root");
  const live = useContext(UnreadContext);
  const user = root?.user ?? null;
  const browserZone = useBrowserZone(user === null);
  return {
    user,
    timeZone: user?.timeZone ?? browserZone ?? "UTC",
    /** ISO. The same on server and client, so that nothing changes on hydration. */
    now: root?.now ?? "1970-01-01T00:00:00.000Z",
    unread: live ?? root?.inbox?.unread ?? 0,
    theme: root?.theme ?? "system",
    /** The database is away, so that nobody knows who reads. */
    away: root?.away ?? true,
  };
}

/** A stranger's zone is known only to the browser: null on the server and in the first render. */
function useBrowserZone(needed: boolean): string | null {
  const [zone, setZone] = useState<string | null>(null);
  useEffect(() => {
    if (needed) setZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
  }, [needed]);
  return zone;
}
