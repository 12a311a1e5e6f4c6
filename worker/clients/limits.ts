import type { RateAnswer, ReadContext } from "#domain/context.ts";

/** The exact limiter: one object a key, so that every try of a key is counted in one place. */
export function makeLimits(
  limiter: Env["RATE_LIMITER"],
  onAnswer: (answer: RateAnswer) => void,
): Pick<ReadContext, "limit" | "giveBack"> {
  return {
    async limit(key, rule) {
      const take = async () => limiter.getByName(key).take(rule);
      // a try may be counted twice then, which is better than a sign-in that fails with a deploy
      const answer = await take().catch((error: unknown) =>
        isReset(error) ? take() : Promise.reject(error),
      );
      onAnswer(answer);
      return answer;
    },
    async giveBack(key, rule) {
      await limiter.getByName(key).giveBack(rule);
    },
  };
}

/**
 * An object was ended under the call, as each is by a deploy: another answers it.
 * https://developers.cloudflare.com/durable-objects/best-practices/error-handling/
 */
function isReset(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { retryable, durableObjectReset } = error as { retryable?: unknown; durableObjectReset?: unknown };
  return retryable === true || durableObjectReset === true;
}
