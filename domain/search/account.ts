import type { AccountEntry, Reason, ReasonKind } from "./schema.ts";
import type { ScorePart } from "./score.ts";

/** The reasons that tell what a part rests on, the most telling first. */
const toldBy: Record<ScorePart, ReasonKind[]> = {
  meaning: ["words", "skill"],
  words: ["held"],
  skill: ["skill"],
  meant: ["skill"],
  language: ["language"],
  level: ["level"],
  zone: ["zone"],
  name: ["name"],
  closeness: ["connection", "mutuals"],
  hours: ["hours"],
  activity: ["activity"],
  place: ["places"],
  rating: ["rating"],
};

const labels: Record<ScorePart, string> = {
  meaning: "What your words mean",
  words: "Your very words",
  skill: "Skills",
  meant: "Skills read from your words",
  language: "Language",
  level: "How far along they are",
  zone: "Their clock",
  name: "Name",
  closeness: "How you are connected",
  hours: "Hours in common",
  activity: "Here lately",
  place: "A free place",
  rating: "What mentees say",
};

/** Less than this is not worth a line. */
const LEAST = 0.005;

/**
 * The whole account of a score, the largest share first: each part that moved the result, with the reason that proves
 * it. A part below zero (far from the need) says nothing for the mentor and is left out.
 */
export function accountOf(parts: Partial<Record<ScorePart, number>>, reasons: Reason[]): AccountEntry[] {
  const told = Object.entries(parts).filter(([, value]) => value > 0) as [ScorePart, number][];
  const whole = told.reduce((sum, [, value]) => sum + value, 0);
  return told
    .map(([part, value]) => ({
      part,
      label: labels[part],
      evidence: evidenceOf(part, value, reasons),
      share: value / whole,
    }))
    .filter(({ share }) => share >= LEAST)
    .toSorted((a, b) => b.share - a.share);
}

function evidenceOf(part: ScorePart, value: number, reasons: Reason[]): string {
  const reason = toldBy[part].flatMap((kind) => reasons.find((one) => one.kind === kind) ?? [])[0];
  if (part === "meaning") {
    const near = `${Math.round(value * 100)} of 100 alike, over the whole profile`;
    return reason ? `${near}; nearest: ${reason.kind === "skill" ? reason.label : reason.evidence}` : near;
  }
  if (!reason) return "as their profile has it";
  return part === "skill" || part === "meant" ? `${reason.label}: ${reason.evidence}` : reason.evidence;
}
