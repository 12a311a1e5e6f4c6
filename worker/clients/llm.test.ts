import { env } from "cloudflare:workers";
import { afterEach, expect, it, vi } from "vitest";
import { newId } from "#domain/ids.ts";
import { readSettings } from "../env.ts";
import { makeLanguageModel } from "./llm.ts";

afterEach(() => vi.restoreAllMocks());

/** The model of an endpoint of this test alone, which answers as told, and what it was asked. */
function modelThat(answer: () => Response | Promise<Response>) {
  const calls: { url: string; key: string | null; body: unknown }[] = [];
  const url = `https://${newId()}.example/v1`;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, { ...(init as RequestInit), signal: null });
    // jobs that earlier tests owe are tried again meanwhile, in this same isolate
    if (!request.url.startsWith(url)) throw new TypeError("another's request");
    const body = await request.json();
    calls.push({ url: request.url, key: request.headers.get("authorization"), body });
    return answer();
  });
  const settings = { ...readSettings(env), LLM_API_KEY: "key", LLM_BASE_URL: url, LLM_MODEL: "small" };
  const model = makeLanguageModel(settings, () => new Date())!;
  const ask = (deadlineMs = 1_500) =>
    model.structured({
      system: "the question",
      input: "the need",
      schemaName: "need",
      jsonSchema: { type: "object" },
      deadlineMs,
    });
  return { ask, calls, url };
}

const completion = (message: object, finish = "stop") =>
  Response.json({
    choices: [{ index: 0, finish_reason: finish, message: { role: "assistant", ...message } }],
  });

it("asks by Chat Completions for the schema, once, and gives back the parsed answer", async () => {
  const { ask, calls, url } = modelThat(() => completion({ content: '{"skills":["SQL"]}' }));
  expect(await ask()).toEqual({ skills: ["SQL"] });
  expect(calls).toEqual([
    {
      url: `${url}/chat/completions`,
      key: "Bearer key",
      body: {
        model: "small",
        max_completion_tokens: 500,
        messages: [
          { role: "system", content: "the question" },
          { role: "user", content: "the need" },
        ],
        response_format: {
          type: "json_schema",
          json_schema: { name: "need", strict: true, schema: { type: "object" } },
        },
      },
    },
  ]);
});

it.each<[string, () => Response | Promise<Response>]>([
  ["a failure", () => Response.json({ error: { message: "overloaded" } }, { status: 500 })],
  ["too many calls", () => Response.json({ error: { message: "slow down" } }, { status: 429 })],
  ["a key that is wrong", () => Response.json({ error: { message: "who?" } }, { status: 401 })],
  ["no answer", () => Promise.reject(new Error("connection refused"))],
  ["a refusal", () => completion({ content: null, refusal: "I can't help with that." })],
  ["an answer that is cut", () => completion({ content: '{"skills":[]}' }, "length")],
  ["an empty answer", () => completion({ content: "" })],
  ["prose in place of JSON", () => completion({ content: "Sure! Here are the skills." })],
  ["a page of a proxy", () => new Response("<h1>bad gateway</h1>")],
  ["no choice", () => Response.json({ choices: [] })],
])("is unavailable after %s, at the first try", async (_, answer) => {
  const { ask, calls } = modelThat(answer);
  await expect(ask()).rejects.toMatchObject({ code: "unavailable" });
  expect(calls).toHaveLength(1);
});

it("gives up at the deadline while the endpoint hangs, or trickles its answer", async () => {
  const trickle = () =>
    new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode("{")) }), {
      headers: { "content-type": "application/json" },
    });
  for (const answer of [() => new Promise<Response>(() => {}), trickle]) {
    const { ask } = modelThat(answer);
    await expect(ask(50)).rejects.toMatchObject({ message: expect.stringContaining("no answer in 50 ms") });
  }
});

it("is asked no more while it fails again and again, but answers of no use are no failure", async () => {
  const refusing = modelThat(() => completion({ refusal: "no" }));
  for (let i = 0; i < 5; i++) await refusing.ask().catch(() => {});
  expect(refusing.calls).toHaveLength(5);
  const failing = modelThat(() => new Response("", { status: 503 }));
  for (let i = 0; i < 5; i++) await failing.ask().catch(() => {});
  expect(failing.calls).toHaveLength(3);
});

it("is OpenAI's with its key alone, and none without any key", async () => {
  const calls: string[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (url) => {
    calls.push(String(url));
    return completion({ content: "{}" });
  });
  const settings = readSettings(env);
  const ask = { system: "", input: "", schemaName: "a", jsonSchema: {}, deadlineMs: 1_000 };
  const now = () => new Date();
  await makeLanguageModel({ ...settings, OPENAI_API_KEY: "key" }, now)!.structured(ask);
  await makeLanguageModel({ ...settings, LLM_API_KEY: "key" }, now)!.structured(ask);
  expect(calls).toEqual(Array(2).fill("https://api.openai.com/v1/chat/completions"));
  expect(makeLanguageModel(settings, now)).toBeNull();
});
