import { minutesAhead, NEAR_MINUTES, seniorFrom, welcomesBeginners } from "./asked-fits.ts";
import type { CardRow } from "./mentor-cards.ts";
import type { Draft } from "./reasons.ts";
import type { AskedLevel, AskedZone } from "./schema.ts";

const WEIGHT = 0.64;
const LONGEST_SENTENCE = 220;

/**
 * That the mentor is as far along as was asked, where the rows say so.
 * @param anySkill the need names no skill: an expert in whatever they offer will do
 */
export function levelReason(row: CardRow, level: AskedLevel, anySkill = true): Draft | null {
  if (level === "beginner") return beginnerReason(row);
  if (level === "senior") return seniorReason(row);
  const enough = level === "expert" ? ["expert"] : ["expert", "advanced"];
  const asked = row.offers.filter((offer) => offer.asked || offer.meant);
  const wanted = asked.length > 0 || !anySkill ? asked : row.offers;
  const offers = wanted
    .filter((offer) => enough.includes(offer.level ?? ""))
    .toSorted(
      (a, b) => enough.indexOf(a.level!) - enough.indexOf(b.level!) || (b.years ?? 0) - (a.years ?? 0),
    );
  const [best] = offers;
  if (!best) return null;
  const claim = best.level === "expert" ? "an expert" : "advanced";
  return { kind: "level", weight: WEIGHT, claim, label: "Level", evidence: `${best.level} in ${best.name}` };
}

function seniorReason({ seniority }: CardRow): Draft | null {
  if (!seniority || !seniorFrom.includes(seniority)) return null;
  const claims: Record<string, string> = { lead: "in a lead role", executive: "an executive" };
  const claim = claims[seniority] ?? seniority;
  return { kind: "level", weight: WEIGHT, claim, label: "Position", evidence: seniority };
}

function beginnerReason({ bio, goals }: CardRow): Draft | null {
  const sentences = `${bio}\n${goals}`.match(/[^.!?\n]+[.!?]?/g) ?? [];
  const sentence = sentences.find((one) => one.length <= LONGEST_SENTENCE && welcomesBeginners.test(one));
  if (!sentence) return null;
  const evidence = `“${sentence.trim().replace(/\.$/, "")}”`;
  return { kind: "level", weight: WEIGHT, claim: "used to beginners", label: "Beginners", evidence };
}

/** That the two clocks are near each other, and by how much they differ. */
export function zoneReason(row: CardRow, zone: AskedZone, now: Date): Draft | null {
  const ahead = minutesAhead(row.timeZone, zone.timeZone, now);
  if (Math.abs(ahead) > NEAR_MINUTES) return null;
  const whose = zone.id === "mine" ? "your clock" : zone.name.replace(/ time$/, "’s clock");
  const apart = `${Math.abs(ahead) / 60} h`;
  return {
    kind: "zone",
    weight: 0.62,
    claim: ahead === 0 ? `on ${whose}` : `within ${apart} of ${whose}`,
    label: "Time zone",
    evidence: `${row.timeZone}, ${ahead === 0 ? "the same time as" : `${apart} ${ahead > 0 ? "ahead of" : "behind"}`} ${zone.timeZone}`,
  };
}
