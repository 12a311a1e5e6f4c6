import type { AskedZone } from "./schema.ts";

/** Clock of the reader, of a city, of a wide region by a zone in its middle, or of an abbreviation. */
const cities =
  "Europe: Amsterdam Athens Barcelona=Madrid Belgrade Berlin Brussels Bucharest Budapest Copenhagen Dublin Edinburgh=London Frankfurt=Berlin Hamburg=Berlin Helsinki Istanbul Kyiv=Kiev Lisbon London Madrid Manchester=London Milan=Rome Moscow Munich=Berlin Oslo Paris Prague Riga Rome Sofia Stockholm Tallinn Vienna Vilnius Warsaw Zagreb Zurich; " +
  "Africa: Accra Algiers Cairo Cape_Town=Johannesburg Casablanca Dakar=Abidjan Johannesburg Lagos Nairobi Tunis; " +
  "Asia: Ankara=Europe/Istanbul Baghdad Bangalore=Kolkata Bangkok Beijing=Shanghai Beirut Delhi=Kolkata Dhaka Dubai Hanoi=Bangkok Hong_Kong Jakarta Jerusalem Karachi Kuala_Lumpur Manila Mumbai=Kolkata Riyadh Seoul Shanghai Singapore Taipei Tashkent Tehran Tokyo; " +
  "America: Bogota Boston=New_York Buenos_Aires=Argentina/Buenos_Aires Chicago Denver Lima Los_Angeles Mexico_City Montreal=Toronto New_York San_Francisco=Los_Angeles Santiago Sao_Paulo Seattle=Los_Angeles Toronto Vancouver; " +
  "Australia: Brisbane Melbourne Perth Sydney";
const regions: Record<string, string> = {
  Europe: "Europe/Berlin",
  "West Africa": "Africa/Lagos",
  "East Africa": "Africa/Nairobi",
  India: "Asia/Kolkata",
  "the East Coast": "America/New_York",
  "the West Coast": "America/Los_Angeles",
  "Latin America": "America/Sao_Paulo",
};
const abbreviations: Record<string, string> = {
  CET: "Europe/Berlin",
  CEST: "Europe/Berlin",
  EET: "Europe/Athens",
  GMT: "UTC",
  UTC: "UTC",
  BST: "Europe/London",
  MSK: "Europe/Moscow",
  WAT: "Africa/Lagos",
  SAST: "Africa/Johannesburg",
  IST: "Asia/Kolkata",
  SGT: "Asia/Singapore",
  JST: "Asia/Tokyo",
  AEST: "Australia/Sydney",
  EST: "America/New_York",
  EDT: "America/New_York",
  CST: "America/Chicago",
  MST: "America/Denver",
  PST: "America/Los_Angeles",
  PDT: "America/Los_Angeles",
};

const places = new Map([
  ...cities.split("; ").flatMap((group) => {
    const [continent, list] = group.split(": ") as [string, string];
    return list.split(" ").map((entry): [string, string] => {
      const [city, zone = city] = entry.split("=") as [string, string?];
      return [city.replaceAll("_", " "), zone.includes("Europe/") ? zone : `${continent}/${zone}`];
    });
  }),
  ...Object.entries(regions),
]);
const anyPlace = [...places.keys()].toSorted((a, b) => b.length - a.length).join("|");

const mine = /\b(?:(?:in|near|around|close to)\s+)?my (?:own )?time[ -]?zone\b/iu;
/** "evenings in Berlin", "somebody near Oslo", "London time": a place without such words is only where a story plays. */
const atPlace = new RegExp(
  `\\b(?:(?:mornings?|afternoons?|evenings?|nights?|weekends?|time|hours|someone|somebody|anyone|mentors?|based|living|lives)\\s+(?:who (?:is|lives)\\s+)?(?:in|near|around)\\s+)(${anyPlace})\\b` +
    `|\\b(${anyPlace})\\s+(?:time(?:[ -]?zone)?|hours|clock|mornings?|afternoons?|evenings?)\\b`,
  "u",
);
const offset = /\b(?:UTC|GMT)\s?([+-])\s?(\d{1,2})\b/u;
const abbreviation = new RegExp(`\\b(${Object.keys(abbreviations).join("|")})\\b`, "u");

/**
 * The clock that the mentor's should be near, where the words ask for one.
 * @param own the reader's time zone, or null for somebody who is not signed in
 */
export function readZone(text: string, own: string | null): AskedZone | null {
  const inMine = mine.exec(text);
  if (inMine) return own === null ? null : ownZone(own, inMine[0]);
  const inPlace = atPlace.exec(text);
  if (inPlace) return zoneOfPlace(inPlace[1] ?? inPlace[2]!, inPlace[0]);
  const shifted = offset.exec(text);
  if (shifted && Number(shifted[2]) <= 12) return zoneOfOffset(shifted[1]!, Number(shifted[2]), shifted[0]);
  const short = abbreviation.exec(text)?.[0];
  return short === undefined ? null : zoneOfName(short, abbreviations[short]!, short);
}

/** The reader's own clock, as the chip `zone-mine`. */
export const ownZone = (timeZone: string, matched?: string): AskedZone => ({
  id: "mine",
  name: "your time zone",
  timeZone,
  ...(matched !== undefined && { matched }),
});

/** A city, region or IANA zone by its name, or null where it is not known. */
export function zoneOfPlace(place: string, matched?: string): AskedZone | null {
  const known = places.get(place) ?? abbreviations[place];
  if (known) return zoneOfName(abbreviations[place] ? place : `${place} time`, known, matched, place);
  if (!isZone(place)) return null;
  const city = place.split("/").at(-1)!.replaceAll("_", " ");
  return zoneOfName(place.includes("/") ? `${city} time` : city, place, matched, city);
}

/** POSIX signs run the other way: Etc/GMT-3 is three hours ahead. */
function zoneOfOffset(sign: string, hours: number, matched: string): AskedZone {
  const timeZone = hours === 0 ? "UTC" : `Etc/GMT${sign === "+" ? "-" : "+"}${hours}`;
  const id = `utc-${sign === "+" ? "plus" : "minus"}-${hours}`;
  return { id, name: `UTC${sign}${hours}`, timeZone, matched };
}

function zoneOfName(name: string, timeZone: string, matched?: string, of = name): AskedZone {
  const id = of.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return { id, name, timeZone, ...(matched !== undefined && { matched }) };
}

/** By their IANA names alone: the runtime would also take "EST" and "+03:00". */
function isZone(name: string): boolean {
  if (!/^(?:UTC|[A-Z][A-Za-z]+(?:\/[A-Z][A-Za-z_-]+){1,2})$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
  } catch {
    return false;
  }
}
