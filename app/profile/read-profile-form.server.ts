import type { FormValues } from "#app/form-action.server.ts";
import { parseInput } from "#domain/parse-input.ts";
import { onboardingStepSchema, profileInputSchema } from "#domain/profiles/schema.ts";
import { minutesOf, skillsIn, timesIn } from "./draft.ts";

type Step = "standing" | "skills" | "times";

/**
 * One step of the onboarding from its form.
 * @throws DomainError `invalid_input` with a message a field; nested fields are named by their path, as the form's are
 */
export function readStep(values: FormValues, step: Step) {
  const parts = { standing, skills, times };
  return parseInput(onboardingStepSchema, { step, ...parts[step](values) });
}

/**
 * The whole profile from its form.
 * @throws DomainError `invalid_input`
 */
export function readProfile(values: FormValues) {
  return parseInput(profileInputSchema, {
    version: Number(text(values, "version")),
    ...standing(values),
    ...skills(values),
    ...times(values),
    capacity: Number(text(values, "capacity") || "0"),
    visibility: text(values, "visibility"),
    pausedUntil: text(values, "pausedUntil") || null,
    freeFrom: text(values, "freeFrom") || null,
  });
}

function standing(values: FormValues) {
  return {
    isMentee: text(values, "isMentee") === "yes",
    isMentor: text(values, "isMentor") === "yes",
    headline: text(values, "headline"),
    bio: text(values, "bio"),
    goals: text(values, "goals"),
    seniority: text(values, "seniority") || null,
    languages: [...new Set(list(values, "languages").filter(Boolean))],
    timeZone: text(values, "timeZone"),
    country: text(values, "country") || null,
  };
}

function skills(values: FormValues) {
  const capacity = text(values, "capacity");
  return {
    offers: skillsIn(values, "offers").map(({ skill, level, years }) => ({
      skill,
      level,
      years: Number(years || "0"),
    })),
    seeks: skillsIn(values, "seeks").map(({ skill }) => skill),
    ...(capacity !== "" && { capacity: Number(capacity) }),
  };
}

function times(values: FormValues) {
  return {
    availability: timesIn(values).map(({ weekday, start, end }) => ({
      weekday: Number(weekday),
      startMinute: minutesOf(start),
      endMinute: minutesOf(end, true),
    })),
  };
}

const text = (values: FormValues, name: string): string => list(values, name)[0] ?? "";

function list(values: FormValues, name: string): string[] {
  const value = values[name] ?? [];
  return Array.isArray(value) ? value : [value];
}
