import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { meaningOf, wordVector } from "./words-to-needs.ts";

/** How it answers from now on, or for the next `times` calls. */
const moodSchema = z.object({
  mode: z.enum(["well", "hang", "error", "rubbish", "refuse", "say"]),
  /** What it says in mode `say`, as the content of the answer. */
  content: z.string().default(""),
  times: z.number().int().min(1).nullable().default(null),
});
type Mood = z.infer<typeof moodSchema>;

const chatSchema = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.enum(["system", "user"]), content: z.string() })).min(1),
  response_format: z.object({
    type: z.literal("json_schema"),
    json_schema: z.object({ name: z.string(), strict: z.literal(true), schema: z.looseObject({}) }),
  }),
});
const embeddingsSchema = z.object({
  model: z.string(),
  input: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(2048)])
    .transform((it) => [it].flat()),
  dimensions: z.number().int().min(1).max(1536).default(1536),
});

export interface LocalLlm {
  /** Of the process; the API is under `/v1`. */
  url: string;
  close(): Promise<void>;
}

interface State {
  mood: Mood;
  /** What it was asked, the newest last. */
  asked: { path: string; body: unknown }[];
}

/**
 * Stands in for an endpoint that speaks OpenAI's API (https://platform.openai.com/docs/api-reference): Chat
 * Completions with a JSON schema, and Embeddings, both the same every time.
 * `PUT /mood {mode, content?, times?}` makes it hang, answer 500, rubbish, a refusal or given words; `GET /mood` says
 * which, and `GET /asked` what it was asked.
 */
export async function startLlm({ port = 0 }: { port?: number } = {}): Promise<LocalLlm> {
  const state: State = { mood: { mode: "well", content: "", times: null }, asked: [] };
  const server = createServer((request, response) => {
    answer(state, request, response).catch((error: unknown) => {
      const bad = error instanceof z.ZodError || error instanceof SyntaxError;
      const type = bad ? "invalid_request_error" : "server_error";
      sendJson(response, bad ? 400 : 500, { error: { message: String(error), type } });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://llm");
  const call = `${request.method} ${pathname}`;
  if (call === "PUT /mood") state.mood = moodSchema.parse(JSON.parse(await text(request)));
  if (pathname === "/mood") return sendJson(response, 200, state.mood);
  if (call === "GET /asked") return sendJson(response, 200, state.asked);
  const answers = { "POST /v1/chat/completions": completion, "POST /v1/embeddings": embeddings };
  const wellAnswer = Object.entries(answers).find(([known]) => known === call)?.[1];
  if (!wellAnswer) return sendJson(response, 404, { error: { message: "There is nothing here." } });
  if (!request.headers.authorization?.startsWith("Bearer "))
    return sendJson(response, 401, { error: { message: "You didn't provide an API key." } });
  const body: unknown = JSON.parse(await text(request));
  state.asked.push({ path: pathname, body });
  const mood = takeMood(state);
  if (mood.mode === "hang") return;
  if (mood.mode === "error") return sendJson(response, 500, { error: { message: "Trouble on purpose." } });
  if (mood.mode === "rubbish") return void response.writeHead(200).end("<!doctype html><h1>Not an API</h1>");
  sendJson(response, 200, wellAnswer(body, mood));
}

function takeMood(state: State): Mood {
  const { mood } = state;
  if (mood.times === 1) state.mood = { mode: "well", content: "", times: null };
  else if (mood.times) state.mood = { ...mood, times: mood.times - 1 };
  return mood;
}

function completion(body: unknown, { mode, content }: Mood) {
  const { model, messages } = chatSchema.parse(body);
  const need = messages.findLast(({ role }) => role === "user")?.content ?? "";
  const message =
    mode === "refuse"
      ? { content: null, refusal: "I can't help with that." }
      : { content: mode === "say" ? content : JSON.stringify(meaningOf(need)), refusal: null };
  return {
    id: "chatcmpl-local",
    object: "chat.completion",
    created: 0,
    model,
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", ...message } }],
    usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
  };
}

function embeddings(body: unknown) {
  const { model, input, dimensions } = embeddingsSchema.parse(body);
  return {
    object: "list",
    model,
    data: input.map((one, index) => ({
      object: "embedding",
      index,
      embedding: wordVector(one, dimensions),
    })),
    usage: { prompt_tokens: 0, total_tokens: 0 },
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
