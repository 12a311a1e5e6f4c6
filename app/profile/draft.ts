import type { FormValues } from "#app/form-action.server.ts";

/** A skill as the form holds it: `offers.0.skill`, `offers.0.name`, … */
export interface SkillDraft {
  skill: string;
  /** Shown again after a refusal; only the slug is saved. */
  name: string;
  level: string;
  years: string;
}

/** A stretch of the week as the form holds it: `availability.0.weekday`, `….startMinute` as "20:00", … */
export interface TimeDraft {
  weekday: string;
  start: string;
  end: string;
}

export type SkillKind = "offers" | "seeks";

/** Rows that a form may hold at most; the schema says how many may be saved. */
const MAX_ROWS = 60;

/** The skills of one kind, in the order of the form. */
export function skillsIn(values: FormValues, kind: SkillKind): SkillDraft[] {
  return rows(values, kind).flatMap((at) => {
    const skill = one(values, `${at}.skill`);
    if (!skill) return [];
    return [
      {
        skill,
        name: one(values, `${at}.name`) || skill,
        level: one(values, `${at}.level`),
        years: one(values, `${at}.years`),
      },
    ];
  });
}

/** The times of the week, in the order of the form; a row without a beginning and an end is left out. */
export function timesIn(values: FormValues): TimeDraft[] {
  return rows(values, "availability").flatMap((at) => {
    const [start, end] = [one(values, `${at}.startMinute`), one(values, `${at}.endMinute`)];
    return start || end ? [{ weekday: one(values, `${at}.weekday`), start, end }] : [];
  });
}

/** The fields that show these skills, in place of those of their kind. */
export function withSkills(values: FormValues, kind: SkillKind, skills: SkillDraft[]): FormValues {
  const others = Object.entries(values).filter(([name]) => !name.startsWith(`${kind}.`));
  const fields = skills.flatMap((draft, place) =>
    Object.entries(draft).map(([field, value]): [string, string] => [`${kind}.${place}.${field}`, value]),
  );
  return Object.fromEntries([...others, ...fields]);
}

/** "20:00" as minutes after midnight; NaN for what is no time. The day may end at "24:00", which browsers write "00:00". */
export function minutesOf(clock: string, isEnd = false): number {
  const found = /^(\d{1,2}):(\d{2})/.exec(clock);
  if (!found) return Number.NaN;
  const minutes = Number(found[1]) * 60 + Number(found[2]);
  return isEnd && minutes === 0 ? 1440 : minutes;
}

/** Minutes after midnight as a time field writes them. */
export function clockOf(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60) % 24, minutes % 60];
  return `${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}

function rows(values: FormValues, prefix: string): string[] {
  const places = Object.keys(values)
    .map((name) => Number(new RegExp(`^${prefix}\\.(\\d+)\\.`).exec(name)?.[1] ?? Number.NaN))
    .filter((place) => Number.isInteger(place) && place < MAX_ROWS);
  return [...new Set(places)].sort((a, b) => a - b).map((place) => `${prefix}.${place}`);
}

function one(values: FormValues, name: string): string {
  const value = values[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}
