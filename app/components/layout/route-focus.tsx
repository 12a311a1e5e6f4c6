import { useLocation } from "@remix-run/react";
import { useEffect, useRef } from "react";

/**
 * A new page begins at its title for the keyboard and for screen readers, as it would without a script. A new search on
 * the same page, or a link to a part of it, leaves the focus alone.
 */
export function RouteFocus() {
  const { pathname, hash } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    if (hash) return;
    const title = document.querySelector<HTMLElement>("h1");
    if (!title) return;
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }, [pathname, hash]);
  return null;
}
