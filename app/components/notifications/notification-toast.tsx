import { useLocation } from "@remix-run/react";
import { useState } from "react";
import { actionOf, type InboxEvent, mattersNow } from "#domain/notifications/schema.ts";
import { Toast } from "../ui/toast.tsx";

/** Says a new notification once, where it is not already before the reader's eyes. */
export function NotificationToast({ latest }: { latest: InboxEvent | null }) {
  const { pathname } = useLocation();
  const [goneId, setGoneId] = useState(0);
  const shown =
    latest && latest.id > goneId && mattersNow(latest.kind) && !isAt(pathname, latest.href) ? latest : null;
  return (
    // stands there before it has words, or screen readers would not hear the first
    <div role="status" aria-live="polite">
      {shown && (
        <Toast
          id={shown.id}
          words={shown.title}
          to={shown.href}
          action={actionOf(shown.kind)}
          onGone={() => setGoneId(shown.id)}
        />
      )}
    </div>
  );
}

/** The reader is on the page that the notification leads to, or on the list of them. */
function isAt(pathname: string, href: string): boolean {
  return pathname === "/notifications" || pathname === href.split(/[?#]/)[0];
}
