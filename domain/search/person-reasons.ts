import type { CardRow } from "./mentor-cards.ts";
import { plural } from "./reason-words.ts";
import type { Draft, ReasonSource } from "./reasons.ts";

/** A visit longer ago says nothing for somebody. */
const RECENT_DAYS = 30;

/** That others were content, where it moved the mentor up: a mean above that of all. */
export function rating({ row }: ReasonSource): Draft[] {
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

/** How lately they were here. */
export function activity({ row, now }: ReasonSource): Draft[] {
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

/** How the reader knows them: at once, by people in common, or by two in a row. */
export function connection({ row }: ReasonSource): Draft[] {
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
