import type { CardRow } from "./mentor-cards.ts";
import { plural, READ } from "./reason-words.ts";
import type { Draft, ReasonSource } from "./reasons.ts";

const MAX_SKILLS = 2;

const strength: Record<string, number> = { working: 0, advanced: 0.04, expert: 0.08 };

/** Skills of theirs that the reader asked for or seeks. */
export function skills({ row }: ReasonSource): Draft[] {
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

/** A skill near one that the reader seeks, where they offer none of those. */
export function cluster({ row }: ReasonSource): Draft[] {
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
export function offer({ row, nearestSkill }: ReasonSource): Draft[] {
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
