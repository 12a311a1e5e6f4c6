import { TabLinks } from "../ui/tabs.tsx";

export const adminPlaces = ["people", "audit", "denials", "dead-letters"] as const;
export type AdminPlace = (typeof adminPlaces)[number];

const tabs: Record<AdminPlace, { to: string; label: string }> = {
  people: { to: "/admin", label: "People" },
  audit: { to: "/admin/audit", label: "Changes" },
  denials: { to: "/admin/audit?view=denials", label: "Refusals" },
  "dead-letters": { to: "/admin/dead-letters", label: "Failed jobs" },
};

/** The places of administration that this person may enter. */
export function AdminTabs({ places, current }: { places: AdminPlace[]; current: AdminPlace }) {
  return (
    <TabLinks
      label="Administration"
      tabs={places.map((place) => ({ ...tabs[place], current: place === current }))}
    />
  );
}
