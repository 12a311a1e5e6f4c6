import type { CardRow, ReaderRow } from "./mentor-cards.ts";
import type { Quote } from "./nearest-words.ts";
import { type ReasonSource, reasonsFor } from "./reasons.ts";
import type { MentorCard } from "./schema.ts";
import { whySentence } from "./why-sentence.ts";

interface CardSource {
  row: CardRow;
  reader: ReaderRow | null;
  readerTimeZone: string;
  now: Date;
  askedLanguages?: string[];
  meantLanguages?: string[];
  level?: ReasonSource["level"];
  zone?: ReasonSource["zone"];
  quote?: Quote | null;
  nearestSkill?: string | null;
}

/** The card that the reader sees, from the mentor's row and what the reader may be told of it. */
export function makeCard({
  row,
  reader,
  readerTimeZone,
  now,
  askedLanguages = [],
  meantLanguages = [],
  level = null,
  zone = null,
  quote = null,
  nearestSkill = null,
}: CardSource): MentorCard {
  const reasons = reasonsFor({
    row,
    reader,
    readerTimeZone,
    now,
    askedLanguages,
    meantLanguages,
    level,
    zone,
    quote,
    nearestSkill,
  });
  const degree = row.connectedSince ? 1 : row.mutualCount > 0 ? 2 : row.path.length > 0 ? 3 : null;
  return {
    userId: row.userId,
    name: row.name,
    headline: row.headline,
    country: row.country,
    timeZone: row.timeZone,
    seniority: row.seniority,
    places: { capacity: row.capacity, taken: row.taken },
    pausedUntil: row.pausedUntil,
    freeFrom: row.freeFrom,
    verified: row.verified,
    line: row.line,
    rating: row.rating,
    degree,
    through: degree === 2 ? row.mutuals : degree === 3 ? row.path : [],
    why: whySentence(reasons),
    reasons,
  };
}
