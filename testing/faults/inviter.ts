import { setTimeout as delay } from "node:timers/promises";
import type { Signed } from "./room-writer.ts";

const PATIENCE_MS = 8_000;
const AGAIN_MS = 150;
/** Invitations of one pair are limited, whether their answer arrives or not. */
const MAX_TRIES = 3;

/** Invites somebody until the answer is a yes. @returns false when it was never acknowledged */
export async function invite(url: string, inviter: Signed, inviteeId: string): Promise<boolean> {
  for (let tries = 0; tries < MAX_TRIES; ) {
    const answer = await fetch(`${url}/api/v1/connections`, {
      method: "POST",
      headers: { authorization: `Bearer ${inviter.token}`, "content-type": "application/json" },
      body: JSON.stringify({ userId: inviteeId }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((error: Error) => error);
    if (answer instanceof Response && answer.ok) return true;
    // where nothing was reached nothing was counted either
    if (answer instanceof Response || answer.name === "TimeoutError") tries += 1;
    await delay(AGAIN_MS);
  }
  return false;
}
