import { z } from "zod";
import { EMBEDDING_DIMENSIONS, type EmbeddingProvider } from "#domain/embedding/schema.ts";
import { unitVector } from "#domain/embedding/unit-vector.ts";
import { DomainError } from "#domain/errors.ts";
import { guarded } from "./guard.ts";
import { type OpenAiEndpoint, openAiClient } from "./openai.ts";

/** A page waits for a query's vector; a job has time. */
const DEADLINE_MS = { query: 1_500, document: 15_000 };

const OPENAI_MODEL = "text-embedding-3-small";
export const OPENAI_SPACE = `openai:${OPENAI_MODEL}`;
const WORKERS_AI = "workers-ai:";
export const workersAiSpace = (model: string) => `${WORKERS_AI}${model}`;
/** The Workers AI model that makes a space, or null for another's. */
export const workersAiModel = (space: string) =>
  space.startsWith(WORKERS_AI) ? space.slice(WORKERS_AI.length) : null;

/** Asks for the vectors of texts that aren't empty; what comes back is checked here. */
type Ask = (texts: string[], signal: AbortSignal) => Promise<unknown>;

/** @throws DomainError `unavailable` past the deadline, for a failure, and at once for a while after several */
function distant(model: string, endpoint: string, now: () => Date, ask: Ask): EmbeddingProvider {
  return {
    model,
    async embed(texts, as) {
      const asked = texts.filter((text) => text.trim() !== "");
      if (asked.length === 0) return texts.map(() => null);
      const guard = { endpoint: `${endpoint} ${model}`, deadlineMs: DEADLINE_MS[as], now };
      const vectors = await guarded(guard, (signal) => ask(asked, signal));
      const read = z.array(z.array(z.number())).length(asked.length).safeParse(vectors);
      if (!read.success)
        throw new DomainError("unavailable", { log: `${model} answered something else than vectors` });
      const found = read.data.map(unitVector);
      return texts.map((text) => (text.trim() === "" ? null : found.shift()!));
    },
  };
}

const openAiAnswer = z.object({
  data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()) })),
});

/** https://platform.openai.com/docs/api-reference/embeddings: the model itself cuts its vectors to our dimensions. */
export const openAiEmbeddings = (endpoint: OpenAiEndpoint, now: () => Date): EmbeddingProvider =>
  distant(OPENAI_SPACE, endpoint.url, now, async (input, signal) => {
    const answer: unknown = await openAiClient(endpoint).embeddings.create(
      { model: OPENAI_MODEL, input, dimensions: EMBEDDING_DIMENSIONS, encoding_format: "float" },
      { signal },
    );
    const read = openAiAnswer.safeParse(answer).data;
    return read?.data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding);
  });

const workersAiAnswer = z.object({ data: z.array(z.array(z.number())) });

/** What is used of the binding (https://developers.cloudflare.com/workers-ai/configuration/bindings/). */
export interface WorkersAi {
  run(model: string, input: { text: string[] }): Promise<unknown>;
}

/** Any text embedding model of Workers AI; the binding knows no signal, so a late answer is left to itself. */
export const workersAiEmbeddings = (ai: WorkersAi, model: string, now: () => Date): EmbeddingProvider =>
  distant(workersAiSpace(model), "workers-ai", now, async (text) => {
    const answer = await ai.run(model, { text });
    return workersAiAnswer.safeParse(answer).data?.data;
  });
