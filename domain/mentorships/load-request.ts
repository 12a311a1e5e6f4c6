import { and, eq, or } from "drizzle-orm";
import { mentorships } from "#db/tables/index.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { authorizeUser } from "../permissions.ts";
import type { RequestView } from "./schema.ts";
import { selectRequests, toRequestView } from "./select-requests.ts";

/**
 * One request, to its two people alone.
 * @throws DomainError `not_found` to everybody else
 */
export async function loadRequest(ctx: ReadContext, { id }: { id: string }): Promise<RequestView> {
  const userId = authorizeUser(ctx, "read:mentorship:own", id);
  const known = idSchema.safeParse(id).success;
  const mine = and(
    eq(mentorships.id, id),
    or(eq(mentorships.mentorId, userId), eq(mentorships.menteeId, userId)),
  );
  const [row] = known ? await selectRequests(ctx, userId, mine, 1) : [];
  if (row) return toRequestView(row);
  ctx.waitUntil(recordDenial(ctx, "read:mentorship:own", id));
  throw new DomainError("not_found", { log: "no such request, or somebody else's" });
}
