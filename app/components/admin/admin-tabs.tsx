import { TabLinks } from "../ui/tabs.tsx";

export const adminPlaces = ["people", "reports", "audit", "denials", "dead-letters"] as const;
export type AdminPlace = (typeof adminPlaces)[number];

const tabs: Record<AdminPlace, { to: string; label: string }> = {
  people: { to: "/admin", label: "People" },
  reports: { to: "/admin/reports", label: "Reports" },
  audit: { to: "/admin/audit", label: "Changes" },
  denials: { to: "/admin/audit?view=denials", label: "Refusals" },
  "dead-letters": { to: "/admin/dead-letters", label: "Failed jobs" },
};

export interface AdminTabsProps {
  places: AdminPlace[];
  current: AdminPlace;
  /** What waits in the current place; the others are not counted for it. */
  count?: number;
}

/** The places of administration that this person may enter. */
export function AdminTabs({ places, current, count }: AdminTabsProps) {
  return (
    <TabLinks
      label="Administration"
      tabs={places.map((place) => ({
        ...tabs[place],
        current: place === current,
        ...(place === current && count !== undefined && { count }),
      }))}
    />
  );
}
