import type { ReadContext } from "../context.ts";
import { closeMentorship } from "./close-mentorship.ts";

/**
 * Either side says that the goal is reached. The mentor's place is free again.
 * @throws DomainError `not_found`, `conflict`
 */
export const completeMentorship = (ctx: ReadContext, { id }: { id: string }) =>
  closeMentorship(ctx, { id, action: "complete" });
