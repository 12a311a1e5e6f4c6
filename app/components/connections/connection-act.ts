import type { FormProblem } from "../../form-action.server.ts";

export const connectionIntents = ["invite", "accept", "decline", "withdraw", "remove"] as const;
export type ConnectionIntent = (typeof connectionIntents)[number];

const doneWords: Record<ConnectionIntent, string> = {
  invite: "Your invitation is sent. You hear when it is answered.",
  accept: "You are connected now.",
  decline: "You said no. We do not tell them.",
  withdraw: "You took the invitation back.",
  remove: "You are not connected any more. We do not tell them.",
};

/** What to say once after an act, from the address that it led to; null where the address names none. */
export function connectionDoneInWords(intent: string | null): string | null {
  const known = connectionIntents.find((one) => one === intent);
  return known ? doneWords[known] : null;
}

/** Whether a failed act was about this person. */
export const isAbout = (failed: FormProblem | undefined, userId: string): failed is FormProblem =>
  failed?.values.userId === userId;
