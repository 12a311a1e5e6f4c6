import type { ReadContext } from "#domain/context.ts";
import { DomainError } from "#domain/errors.ts";

/** Answers for services that are not connected: everything that needs one takes its degraded path. */
export function makePendingClients(): Pick<ReadContext, "graph" | "cache" | "embeddings"> {
  const refuse = async () => {
    throw new DomainError("unavailable", { log: "not connected" });
  };
  return {
    graph: { run: refuse },
    cache: { get: async () => undefined, put: async () => {} },
    embeddings: { model: "none", embed: refuse },
  };
}
