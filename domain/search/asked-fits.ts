import { type SQL, sql } from "drizzle-orm";
import type { AskedLevel, AskedZone } from "./schema.ts";

/** Two clocks are near each other up to so many minutes apart. */
export const NEAR_MINUTES = 120;
/** Words of a profile that welcome beginners; the same for Postgres (`\m`, `\M`) and here (`\b`). */
const welcoming = "(?:beginners?|newcomers?|from scratch|starting out)";
export const welcomesBeginners = new RegExp(`\\b${welcoming}\\b`, "i");
export const seniorFrom = ["senior", "lead", "executive", "retired"];

const levels: Record<Exclude<AskedLevel, "beginner" | "senior">, string[]> = {
  advanced: ["advanced", "expert"],
  expert: ["expert"],
};

/**
 * Whether the mentor `p` is as far along as the need asks for, as a SQL condition beside the table `understood`: of
 * the skills that were understood, or of any where none was.
 */
export function levelFits(asked: { level: AskedLevel } | null): SQL {
  if (!asked) return sql`false`;
  const { level } = asked;
  if (level === "senior")
    return sql`coalesce(p.seniority = any(${sql.param(`{${seniorFrom.join(",")}}`)}), false)`;
  if (level === "beginner") return sql`(p.bio || ' ' || p.goals) ~* ${`\\m${welcoming}\\M`}`;
  return sql`exists (select 1 from profile_skills ps where ps.profile_id = p.user_id and ps.kind = 'offers'
    and ps.level = any(${sql.param(`{${levels[level].join(",")}}`)}) and (not exists (select 1 from understood)
      or ps.skill_slug in (select slug from understood)))`;
}

/** Whether the clock of the mentor `p` is near the asked one, as a SQL condition. */
export function zoneFits(zone: AskedZone | null, now: Date): SQL {
  if (!zone) return sql`false`;
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`abs(extract(epoch from (${at} at time zone p.time_zone) - (${at} at time zone ${zone.timeZone})))
    <= ${NEAR_MINUTES * 60}`;
}

/** Minutes by which the first clock is ahead of the second, at `now`. */
export function minutesAhead(timeZone: string, of: string, now: Date): number {
  const clock = (zone: string) => {
    const parts = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    }).formatToParts(now);
    const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"));
  };
  return (clock(timeZone) - clock(of)) / 60_000;
}
