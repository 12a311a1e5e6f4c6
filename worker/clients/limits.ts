import type { RateAnswer, ReadContext } from "#domain/context.ts";

/** The exact limiter: one object a key, so that every try of a key is counted in one place. */
export function makeLimits(
  limiter: Env["RATE_LIMITER"],
  onAnswer: (answer: RateAnswer) => void,
): Pick<ReadContext, "limit" | "giveBack"> {
  return {
    async limit(key, rule) {
      const answer = await limiter.getByName(key).take(rule);
      onAnswer(answer);
      return answer;
    },
    async giveBack(key, rule) {
      await limiter.getByName(key).giveBack(rule);
    },
  };
}
