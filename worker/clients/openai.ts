import OpenAI from "openai";
import type { Settings } from "../env.ts";

const OPENAI_URL = "https://api.openai.com/v1";

/** An endpoint that speaks OpenAI's HTTP API (https://platform.openai.com/docs/api-reference), such as Groq's. */
export interface OpenAiEndpoint {
  url: string;
  key: string;
}

/** OpenAI itself, or what OPENAI_BASE_URL names; null without a key. */
export const openAiEndpoint = (settings: Settings): OpenAiEndpoint | null =>
  settings.OPENAI_API_KEY
    ? { url: settings.OPENAI_BASE_URL ?? OPENAI_URL, key: settings.OPENAI_API_KEY }
    : null;

/** Where the language model is: an endpoint of its own, else the one that also embeds; null without a key. */
export const languageModelEndpoint = (settings: Settings): OpenAiEndpoint | null =>
  settings.LLM_API_KEY
    ? { url: settings.LLM_BASE_URL ?? OPENAI_URL, key: settings.LLM_API_KEY }
    : openAiEndpoint(settings);

/** A client for one call. It tries once: its deadline is the page's. */
export const openAiClient = ({ url, key }: OpenAiEndpoint): OpenAI =>
  new OpenAI({
    apiKey: key,
    baseURL: url,
    organization: null,
    project: null,
    maxRetries: 0,
    // its own words may quote what a person asked
    logLevel: "off",
    fetch: (input, init) => fetch(input, init),
  });
