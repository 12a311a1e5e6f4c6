import { levelReason, zoneReason } from "./asked-reasons.ts";
import { sayHours } from "./hours-in-common.ts";
import type { CardRow, ReaderRow } from "./mentor-cards.ts";
import type { Quote } from "./nearest-words.ts";
import { activity, connection, rating } from "./person-reasons.ts";
import { plural, READ } from "./reason-words.ts";
import type { AskedZone, Reason, Understood } from "./schema.ts";
import { cluster, offer, skills } from "./skill-reasons.ts";

const MAX_REASONS = 4;
const MAX_HELD = 4;
/** What weighs less stands in the whole account alone. */
const SAID = 0.05;
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
