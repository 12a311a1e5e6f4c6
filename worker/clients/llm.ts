import { z } from "zod";
import type { LanguageModel } from "#domain/context.ts";
import { DomainError } from "#domain/errors.ts";
import type { Settings } from "../env.ts";
import { guarded } from "./guard.ts";
import { languageModelEndpoint, openAiClient } from "./openai.ts";

/** More than any structured answer of ours needs; a model that goes on is cut, and its answer refused. */
const MAX_TOKENS = 500;

/** Of a chat completion, what is read; the client itself checks nothing. */
const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
});

/**
 * The language model that the settings name, by Chat Completions with structured output, which OpenAI and Groq both
 * speak. Null without a key. Every failure is `unavailable`: whoever asks has another way.
 */
export function makeLanguageModel(settings: Settings, now: () => Date): LanguageModel | null {
  const endpoint = languageModelEndpoint(settings);
  if (!endpoint) return null;
  const { LLM_MODEL: model } = settings;
  return {
    model,
    async structured({ system, input, schemaName, jsonSchema, deadlineMs }) {
      const guard = { endpoint: `${endpoint.url} ${model}`, deadlineMs, now };
      const completion: unknown = await guarded(guard, (signal) =>
        openAiClient(endpoint).chat.completions.create(
          {
            model,
            max_completion_tokens: MAX_TOKENS,
            messages: [
              { role: "system", content: system },
              { role: "user", content: input },
            ],
            response_format: {
              type: "json_schema",
              json_schema: { name: schemaName, strict: true, schema: { ...jsonSchema } },
            },
          },
          { signal },
        ),
      );
      return readAnswer(completion);
    },
  };
}

/** @throws DomainError `unavailable` for a refusal, a cut answer, and what is no JSON */
function readAnswer(completion: unknown): unknown {
  const read = completionSchema.safeParse(completion);
  if (!read.success) throw refused("is no chat completion");
  const [choice] = read.data.choices;
  const { content, refusal } = choice!.message;
  if (refusal) throw refused("is a refusal");
  if (!content || choice!.finish_reason === "length") throw refused("is cut short or empty");
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw refused("is no JSON", cause);
  }
}

/** The answer itself is never logged: it may quote what a person asked. */
const refused = (why: string, cause?: unknown) =>
  new DomainError("unavailable", { log: `the language model's answer ${why}`, cause });
