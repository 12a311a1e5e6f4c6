import { levelReason, zoneReason } from "./asked-reasons.ts";
import { sayHours } from "./hours-in-common.ts";
import type { CardRow, ReaderRow } from "./mentor-cards.ts";
import type { Quote } from "./nearest-words.ts";
import type { AskedZone, Reason, Understood } from "./schema.ts";

const MAX_REASONS = 4;
const MAX_SKILLS = 2;
const MAX_HELD = 4;
/** What weighs less stands in the whole account alone. */
const SAID = 0.05;
/** Why something counts that nobody wrote: whoever wonders finds it among what the words were read as. */
const READ = "read from your words";
/** A visit longer ago says nothing for somebody. */
const RECENT_DAYS = 30;

export interface ReasonSource {
  row: CardRow;
  /** null for somebody who is not signed in. */
  reader: ReaderRow | null;
  readerTimeZone: string;
  now: Date;
  /** Languages that the words or filters ask for. */
  askedLanguages: string[];
  /** Those of them that a language model read between the words. */
  meantLanguages: string[];
  /** How far along the words ask the mentor to be. */
  level: (NonNullable<Understood["level"]> & { anySkill?: boolean }) | null;
  /** The clock that the words ask the mentor's to be near. */
  zone: AskedZone | null;
  quote: Quote | null;
  /** Slug of the offered skill whose meaning is nearest to the need. */
  nearestSkill: string | null;
}

/** The languages of a need, for its reasons. */
export function languagesOf({ languages }: Pick<Understood, "languages">) {
  return {
    askedLanguages: languages.map(({ code }) => code),
    meantLanguages: languages.filter(({ matched }) => matched === undefined).map(({ code }) => code),
  };
}

export type Draft = Omit<Reason, "id">;

/**
 * Everything that the rows prove about this mentor for this reader, the strongest first: at least one, at most four.
 * A claim without data behind it isn't made.
 */
export function reasonsFor(source: ReasonSource): Reason[] {
  return allReasons(source)
    .filter(({ weight }) => weight >= SAID)
    .slice(0, MAX_REASONS);
}

/** The same, however many they are. */
export function allReasons(source: ReasonSource): Reason[] {
  const drafts: Draft[] = [
    ...name(source),
    ...skills(source),
    ...held(source),
    ...(source.quote ? [words(source.quote)] : []),
    ...connection(source),
    ...hours(source),
    ...languages(source),
    ...asked(source),
    ...cluster(source),
    ...offer(source),
    ...rating(source),
    ...activity(source),
    places(source),
  ];
  return drafts
    .toSorted((a, b) => b.weight - a.weight)
    .map((draft, i) => ({ id: `${source.row.userId}-${i + 1}`, ...draft }));
}

const strength: Record<string, number> = { working: 0, advanced: 0.04, expert: 0.08 };

function skills({ row }: ReasonSource): Draft[] {
  return row.offers
    .filter((offer) => offer.asked || offer.sought)
    .map((offer) => ({
      kind: "skill" as const,
      weight:
        (offer.asked ? 0.85 : 0.75) +
        (offer.asked && offer.sought ? 0.05 : 0) +
        (strength[offer.level ?? ""] ?? 0),
      claim: offer.name,
      label: offer.name,
      evidence: [
        experience(offer),
        ...(offer.asked ? ["you asked for it"] : []),
        ...(offer.sought ? ["you seek it"] : []),
      ].join("; "),
    }))
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, MAX_SKILLS);
}

const words = ({ sentence, piece }: Quote): Draft => ({
  kind: "words",
  weight: 0.7,
  claim: `“${piece}”`,
  label: "Own words",
  evidence: `“${sentence}”`,
});

const name = ({ row }: ReasonSource): Draft[] =>
  row.named
    ? [
        {
          kind: "name",
          weight: 0.97,
          claim: row.name,
          label: "Name",
          evidence: `${row.name}, as you wrote it`,
        },
      ]
    : [];

/** Words of the need that stand in the profile, where a skill or a quote doesn't say it better. */
function held({ row }: ReasonSource): Draft[] {
  if (row.held.length === 0) return [];
  const said = row.held.slice(0, MAX_HELD).map((word) => `“${word}”`);
  return [
    {
      kind: "held",
      weight: 0.2,
      claim: said.slice(0, 2).join(" and "),
      label: "Your words",
      evidence: `${said.join(", ")} in their profile`,
    },
  ];
}

/** That others were content, where it moved the mentor up: a mean above that of all. */
function rating({ row }: ReasonSource): Draft[] {
  if (!row.rating || row.aboveAll <= 0) return [];
  const { count, mean } = row.rating;
  return [
    {
      kind: "rating",
      weight: 0.12 + 0.3 * Math.min(row.aboveAll, 0.5),
      claim: `rated ${mean} in ${plural(count, "review")}`,
      label: "Reviews",
      evidence: `${mean} of 5, from ${plural(count, "review")}`,
    },
  ];
}

function activity({ row, now }: ReasonSource): Draft[] {
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(row.lastActiveAt)) / 86_400_000));
  return [
    {
      kind: "activity",
      weight: days > RECENT_DAYS ? 0.01 : 0.08,
      claim: days < 7 ? "here this week" : days <= RECENT_DAYS ? "here this month" : `here ${days} days ago`,
      label: "Last here",
      evidence: days === 0 ? "today" : days === 1 ? "yesterday" : `${days} days ago`,
    },
  ];
}

function connection({ row }: ReasonSource): Draft[] {
  if (row.connectedSince) {
    const since = new Date(row.connectedSince).toLocaleDateString("en-GB", {
      month: "long",
      year: "numeric",
    });
    return [
      {
        kind: "connection",
        weight: 0.65,
        claim: "you know each other",
        label: "You know each other",
        evidence: `connected since ${since}`,
      },
    ];
  }
  if (row.mutualCount === 0) return farConnection(row);
  const names = row.mutuals.map(({ name }) => name);
  const more = row.mutualCount - names.length;
  return [
    {
      kind: "mutuals",
      weight: 0.6 + Math.min(row.mutualCount, 5) / 100,
      claim: row.mutualCount === 1 ? names[0]! : `${row.mutualCount} people you know`,
      label: "In common",
      evidence: [...names, ...(more > 0 ? [`${more} more`] : [])].join(", "),
    },
  ];
}

function farConnection({ path }: CardRow): Draft[] {
  const [first, second] = path;
  if (!first || !second) return [];
  return [
    {
      kind: "mutuals",
      weight: 0.35,
      claim: `people around ${first.name}`,
      label: "In common",
      evidence: `${first.name}, then ${second.name}`,
    },
  ];
}

function hours({ row, reader, readerTimeZone }: ReasonSource): Draft[] {
  if (!reader || row.hours.length === 0) return [];
  return [
    {
      kind: "hours",
      weight: 0.5,
      claim: reader.ownHours ? "free when you are" : "free in your working day",
      label: reader.ownHours ? "Both free" : "In your working day",
      evidence: sayHours(row.hours, readerTimeZone),
    },
  ];
}

function languages({ row, reader, askedLanguages, meantLanguages }: ReasonSource): Draft[] {
  const name = new Intl.DisplayNames(["en"], { type: "language" });
  const asked = row.languages.filter((code) => askedLanguages.includes(code));
  const shared = row.languages.filter((code) => reader?.languages.includes(code));
  // English is shared by nearly everybody: it says something only where nothing else does
  const telling = shared.filter((code) => code !== "en");
  const said = asked.length > 0 ? asked : telling.length > 0 ? telling : shared;
  if (said.length === 0) return [];
  const weight = asked.length > 0 ? 0.68 : telling.length > 0 ? 0.45 : 0.05;
  const claim = said.map((code) => name.of(code) ?? code).join(" and ");
  const wish = asked.some((code) => meantLanguages.includes(code)) ? READ : "you asked for it";
  const evidence = asked.length > 0 ? `${claim}; ${wish}` : `${claim}, as you do`;
  return [{ kind: "language", weight, claim, label: "Speaks", evidence }];
}

const asked = ({ row, level, zone, now }: ReasonSource): Draft[] =>
  [level && levelReason(row, level.level, level.anySkill), zone && zoneReason(row, zone, now)].filter(
    (draft) => draft !== null,
  );

function cluster({ row }: ReasonSource): Draft[] {
  if (row.offers.some((offer) => offer.asked || offer.sought)) return [];
  const near = row.offers.find((offer) => offer.nearSought);
  if (!near?.nearSought) return [];
  return [
    {
      kind: "cluster",
      weight: 0.4,
      claim: near.name,
      label: "Near what you seek",
      evidence: `${near.name} belongs to ${near.nearSought}, as a skill that you seek does`,
    },
  ];
}

/** What they offer, where nothing asked for or sought is among it: what was meant, the nearest to the need, the strongest. */
function offer({ row, nearestSkill }: ReasonSource): Draft[] {
  if (row.offers.some(({ asked, sought }) => asked || sought)) return [];
  const meant = row.offers.find((offer) => offer.meant);
  const near = meant ?? row.offers.find(({ slug }) => slug === nearestSkill);
  const strongest = row.offers.toSorted(
    (a, b) =>
      (strength[b.level ?? ""] ?? 0) - (strength[a.level ?? ""] ?? 0) || (b.years ?? 0) - (a.years ?? 0),
  )[0];
  const best = near ?? strongest;
  if (!best) return [];
  return [
    {
      kind: "skill",
      weight: near ? 0.72 : 0.3,
      claim: best.name,
      label: best.name,
      evidence: [experience(best), ...(meant ? [READ] : near ? ["nearest to your words"] : [])].join("; "),
    },
  ];
}

/** "advanced, 7 years", or that the person offers it, where they said no more. */
const experience = ({ level, years }: CardRow["offers"][number]): string =>
  [level, years ? plural(years, "year") : null].filter(Boolean).join(", ") || "offered";

function places({ row }: ReasonSource): Draft {
  const free = Math.max(0, row.capacity - row.taken);
  return {
    kind: "places",
    weight: 0.1,
    claim: free > 0 ? plural(free, "free place") : "no free place right now",
    label: "Places",
    evidence: `${Math.min(row.taken, row.capacity)} of ${row.capacity} taken`,
  };
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
