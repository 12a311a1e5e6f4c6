export type RequestIntent = "accept" | "decline" | "withdraw" | "edit" | "complete" | "end";

/** Why an act on a request did not happen; what was typed stays. */
export interface FailedAct {
  intent: RequestIntent;
  id: string;
  /** For the person. */
  problem: string;
  /** Messages by field. */
  fields: Record<string, string>;
  values: { reason: string; goal: string; message: string };
}

/** Said once after an act, on the page that it leads to. */
export const doneWords: Record<RequestIntent, (name: string) => string> = {
  accept: (name) => `${name} is your mentee now. A conversation is open for the two of you.`,
  decline: (name) => `You declined. ${name} reads your reason and may ask again later.`,
  withdraw: (name) => `You took the request back. ${name} need not answer; you can ask again later.`,
  edit: (name) => `Your new words are with ${name}.`,
  complete: (name) => `You and ${name} are done. The conversation stays readable for both of you.`,
  end: (name) => `The mentorship with ${name} has ended. The conversation stays readable for both of you.`,
};
