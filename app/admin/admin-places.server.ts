import type { Actor } from "#domain/context.ts";
import { may } from "#domain/permissions.ts";
import { type AdminPlace, adminPlaces } from "../components/admin/admin-tabs.tsx";

const needs = {
  people: "read:user:any",
  reports: "read:report:any",
  audit: "read:audit:any",
  denials: "read:audit:any",
  "dead-letters": "read:dead-letter:any",
} as const;

/** Which tabs to show; each page's verb decides for itself who may read it. */
export const adminPlacesOf = (actor: Actor): AdminPlace[] =>
  adminPlaces.filter((place) => may(actor, needs[place]));
