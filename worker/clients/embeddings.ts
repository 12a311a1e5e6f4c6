import type { ReadContext } from "#domain/context.ts";
import { STATIC_SPACE } from "#domain/embedding/static-model.ts";
import type { Settings } from "../env.ts";
import {
  OPENAI_SPACE,
  openAiEmbeddings,
  type WorkersAi,
  workersAiEmbeddings,
  workersAiModel,
  workersAiSpace,
} from "./distant-embeddings.ts";
import { openAiEndpoint } from "./openai.ts";
import { staticEmbeddings } from "./static-embeddings.ts";

type Bindings = Pick<Env, "ASSETS"> & { AI?: WorkersAi };

/** The provider that the settings name, and those of spaces that another one made, as far as the settings reach. */
export function makeEmbeddings(
  bindings: Bindings,
  settings: Settings,
  now: () => Date,
): Pick<ReadContext, "embeddings" | "embeddingsOf"> {
  const openAi = openAiEndpoint(settings);
  const embeddingsOf: ReadContext["embeddingsOf"] = (space) => {
    const model = workersAiModel(space);
    if (space === STATIC_SPACE) return staticEmbeddings(bindings.ASSETS);
    if (space === OPENAI_SPACE && openAi) return openAiEmbeddings(openAi, now);
    if (model && bindings.AI) return workersAiEmbeddings(bindings.AI, model, now);
    return null;
  };
  const configured = {
    static: STATIC_SPACE,
    openai: OPENAI_SPACE,
    "workers-ai": workersAiSpace(settings.WORKERS_AI_MODEL),
  }[settings.EMBEDDING_PROVIDER];
  const embeddings = embeddingsOf(configured);
  // worker/env.ts has seen to it that the configured one is there
  if (!embeddings) throw new Error(`no provider of ${configured}`);
  return { embeddings, embeddingsOf };
}
