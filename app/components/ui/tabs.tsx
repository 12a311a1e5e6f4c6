import { Link, NavLink } from "@remix-run/react";

const row =
  "tabs flex gap-x-5 overflow-x-auto border-b border-rule [scrollbar-width:none] in-[.band]:border-0 wide:gap-x-8";
const tab =
  "flex min-h-12 min-w-11 flex-none items-center gap-2 whitespace-nowrap text-soft no-underline focus-visible:outline-offset-[-3px] aria-[current]:font-bold aria-[current]:text-ink aria-[current]:shadow-[inset_0_-4px_0_var(--line)] in-[.band]:text-on-sign-soft in-[.band]:aria-[current]:text-on-sign in-[.band]:aria-[current]:shadow-[inset_0_-4px_0_var(--on-sign)]";

export interface TabLink {
  to: string;
  label: string;
  /** Said after the label: "Asked 2". */
  count?: number;
  /** Decides when `to` differs only in its query. */
  current?: boolean;
}

/** Tabs that change the page are links; the current one says so by `aria-current`. */
export function TabLinks({ label, tabs }: { label: string; tabs: TabLink[] }) {
  return (
    <nav aria-label={label} className={row}>
      {tabs.map((one) => (
        <Tab key={one.to} {...one} />
      ))}
    </nav>
  );
}

/** A `NavLink` looks at the path alone, so tabs that differ in their query say themselves which is current. */
function Tab({ to, label, count, current }: TabLink) {
  const words = (
    <>
      {label}
      {count ? <span className="num">{count}</span> : null}
    </>
  );
  if (current === undefined) {
    return (
      <NavLink to={to} end className={tab}>
        {words}
      </NavLink>
    );
  }
  return (
    <Link to={to} className={tab} aria-current={current ? "page" : undefined}>
      {words}
    </Link>
  );
}
