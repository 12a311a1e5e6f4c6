import type { FormProblem, FormValues } from "../../form-action.server.ts";

export const requestIntents = ["accept", "decline", "withdraw", "edit", "complete", "end", "review"] as const;
export type RequestIntent = (typeof requestIntents)[number];

/** Why an act on a request did not happen; `values` holds its id, its intent and what was typed. */
export type FailedAct = FormProblem;

/** What was typed into one field, "" where nothing was. */
export function typedIn(values: FormValues | undefined, name: string): string {
  const value = values?.[name];
  return typeof value === "string" ? value : "";
}

/** The failure that belongs to this request, or null. */
export function failureOf(failed: FailedAct | undefined, id: string): FailedAct | null {
  return failed?.values.id === id ? failed : null;
}

const doneWords: Record<RequestIntent, (name: string) => string> = {
  accept: (name) => `${name} is your mentee now. A conversation is open for the two of you.`,
  decline: (name) => `You declined. ${name} reads your reason and may ask again later.`,
  withdraw: (name) => `You took your request to ${name} back. You can ask again later.`,
  edit: (name) => `Your new words are with ${name}.`,
  complete: (name) => `You and ${name} are done. The conversation stays readable for both of you.`,
  review: (name) => `Thank you. Your review of ${name} is saved, and you can change it here.`,
  end: (name) => `The mentorship with ${name} has ended. The conversation stays readable for both of you.`,
};

/** What to say once after an act, from the address that it led to; null where the address names none. */
export function doneInWords(intent: string | null, name: string): string | null {
  const known = requestIntents.find((one) => one === intent);
  return known ? doneWords[known](name) : null;
}
