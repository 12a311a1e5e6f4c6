import { NavLink } from "@remix-run/react";
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
        <Place to="/conversations">Conversations</Place>
        <Place to="/notifications">
          Notifications <Count value={unread} />
        </Place>
        <Place to="/profile">Profile</Place>
        {staff.some((role) => user.roles.includes(role)) && <Place to="/admin">Admin</Place>}
      </ul>
    </nav>
  );
}

function Place({ to, children }: { to: string; children: ReactNode }) {
  return (
    <li>
      <NavLink to={to} prefetch="intent">
        {children}
      </NavLink>
    </li>
  );
}
