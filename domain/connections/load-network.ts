import type { ReadContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { connectionsQuery, toConnectionList } from "./list-connections.ts";
import {
  type ConnectionList,
  type ConnectionListInput,
  connectionListInputSchema,
  type Suggestion,
} from "./schema.ts";
import { suggestionsQuery, toSuggestions } from "./suggest-connections.ts";

/**
 * All that the page of one's people shows: `listConnections` and `suggestConnections` in one round trip.
 * @throws DomainError `not_signed_in`, `invalid_input`
 */
export async function loadNetwork(
  ctx: ReadContext,
  input: ConnectionListInput,
): Promise<ConnectionList & { suggestions: Suggestion[] }> {
  const userId = authorizeUser(ctx, "read:connection:own");
  const { page } = parseInput(connectionListInputSchema, input);
  const [list, suggestions] = await ctx.db.batch([
    connectionsQuery(ctx, userId, page),
    suggestionsQuery(ctx, userId),
  ]);
  return { ...toConnectionList(list, page), suggestions: toSuggestions(suggestions) };
}
