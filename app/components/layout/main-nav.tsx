import { Link, useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useReader } from "#app/hooks/use-reader.ts";
import { Count } from "../ui/plate.tsx";

const staff = ["admin", "auditor", "moderator"] as const;

/** Five places; Admin apart, for those who work there. In the band on wide screens, at the bottom of a phone. */
export function MainNav() {
  const { user, unread } = useReader();
  if (!user) return null;
  return (
    <nav className="nav" aria-label="Main">
      <ul>
        <Place to="/mentors">Discover</Place>
        <Place to="/requests">Requests</Place>
        <Place to="/conversations" also="/communities">
          Conversations
        </Place>
        <Place to="/notifications">
          Notifications <Count value={unread} />
        </Place>
        <Place to="/profile">Profile</Place>
        {staff.some((role) => user.roles.includes(role)) && <Place to="/admin">Admin</Place>}
      </ul>
    </nav>
  );
}

/** `also`: pages at an address of their own that belong to this place. */
function Place({ to, also, children }: { to: string; also?: string; children: ReactNode }) {
  const { pathname } = useLocation();
  const isHere = [to, also].some(
    (place) => place && (pathname === place || pathname.startsWith(`${place}/`)),
  );
  return (
    <li>
      <Link to={to} prefetch="intent" aria-current={isHere ? "page" : undefined}>
        {children}
      </Link>
    </li>
  );
}
