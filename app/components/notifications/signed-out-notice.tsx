import { useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import { ButtonLink } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";

/** The session has ended: says what that means here, and leads back to this page. */
export function SignedOutNotice({ children }: { children: ReactNode }) {
  const { pathname, search } = useLocation();
  const again = `/sign-in?next=${encodeURIComponent(pathname + search)}`;
  return (
    <Notice
      cut
      action={
        <ButtonLink look="strong" to={again} reloadDocument>
          Sign in again
        </ButtonLink>
      }
    >
      <b>You are signed out.</b> {children}
    </Notice>
  );
}
