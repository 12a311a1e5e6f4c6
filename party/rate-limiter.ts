import { DurableObject } from "cloudflare:workers";
import type { RateAnswer, RateRule } from "#domain/context.ts";
import { returnTry, takeTry } from "#domain/rate-limit/gcra.ts";

/**
 * Counts the tries of one key (an address, an account), the key being the object's name.
 * Kept: one number, `emptyAt`, in storage; an alarm forgets it when it no longer says anything. Nothing in memory.
 */
export class RateLimiter extends DurableObject<Env> {
  /** Takes one try, or says how long to wait. A refused try costs nothing. */
  take(rule: RateRule): RateAnswer {
    const { emptyAt, ...answer } = takeTry(rule, this.emptyAt, Date.now());
    if (answer.allowed) this.keep(emptyAt);
    return answer;
  }

  /** Returns one try. */
  giveBack(rule: RateRule): void {
    this.keep(returnTry(rule, this.emptyAt, Date.now()));
  }

  override async alarm(): Promise<void> {
    const { emptyAt } = this;
    if (emptyAt !== null && emptyAt > Date.now()) await this.ctx.storage.setAlarm(emptyAt);
    else await this.ctx.storage.deleteAll();
  }

  private get emptyAt(): number | null {
    return this.ctx.storage.kv.get<number>("emptyAt") ?? null;
  }

  private keep(emptyAt: number): void {
    this.ctx.storage.kv.put("emptyAt", emptyAt);
    this.ctx.waitUntil(this.ctx.storage.setAlarm(emptyAt));
  }
}
