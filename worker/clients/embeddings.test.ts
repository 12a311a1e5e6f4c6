import { env } from "cloudflare:workers";
import { afterEach, expect, it, vi } from "vitest";
import { newId } from "#domain/ids.ts";
import { readSettings } from "../env.ts";
import { makeEmbeddings } from "./embeddings.ts";

const settings = readSettings(env);
const now = () => new Date();
afterEach(() => vi.restoreAllMocks());

/** OpenAI's provider at an endpoint of this test alone, which answers as told, and what it was asked. */
function openAiThat(answer: (input: string[]) => unknown, status = 200) {
  const asked: object[] = [];
  const OPENAI_BASE_URL = `https://${newId()}.example/v1`;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (url, init) => {
    const request = new Request(url, { ...(init as RequestInit), signal: null });
    const body = (await request.json()) as { input: string[] };
    asked.push({ url: request.url, ...body });
    return Response.json(answer(body.input), { status });
  });
  const openai = {
    ...settings,
    EMBEDDING_PROVIDER: "openai",
    OPENAI_API_KEY: "key",
    OPENAI_BASE_URL,
  } as const;
  return { asked, url: OPENAI_BASE_URL, ...makeEmbeddings(env, openai, now) };
}
const numbers = (first: number, length = 384) => [first, ...new Array<number>(length - 1).fill(0)];

it("is unavailable while its files are not there, and reads them once when they are", async () => {
  // what was read is kept for the isolate, which the files of tests share
  vi.resetModules();
  const { makeEmbeddings } = await import("./embeddings.ts");
  const away = { fetch: async () => new Response("gone", { status: 404 }) } as never;
  const gone = makeEmbeddings({ ASSETS: away }, settings, now).embeddings;
  await expect(gone.embed(["a"], "query")).rejects.toMatchObject({ code: "unavailable" });

  let reads = 0;
  const fetch = (input: string) => {
    reads += 1;
    return env.ASSETS.fetch(input);
  };
  for (let i = 0; i < 2; i++) {
    const { embeddings } = makeEmbeddings({ ASSETS: { fetch } as never }, settings, now);
    expect((await embeddings.embed(["mentor"], "query"))[0]).toHaveLength(384);
  }
  expect(reads).toBe(4);
});

it("asks OpenAI for 384 dimensions, and gives back unit vectors in the order of the texts", async () => {
  const { embeddings, asked, url } = openAiThat((input) => ({
    data: input.map((_, index) => ({ index, embedding: numbers(index === 0 ? 3 : -4) })).toReversed(),
  }));
  expect(embeddings.model).toBe("openai:text-embedding-3-small");
  const vectors = await embeddings.embed(["one", "  ", "two"], "document");
  expect(vectors).toEqual([numbers(1), null, numbers(-1)]);
  expect(asked).toEqual([
    {
      url: `${url}/embeddings`,
      model: "text-embedding-3-small",
      input: ["one", "two"],
      dimensions: 384,
      encoding_format: "float",
    },
  ]);
  expect(await embeddings.embed([" "], "query")).toEqual([null]);
  expect(asked).toHaveLength(1);
});

it.each<[string, (input: string[]) => unknown, number]>([
  ["fails", () => ({ error: { message: "overloaded" } }), 503],
  ["answers no vectors", () => ({ data: [] }), 200],
  ["answers rubbish", () => ({ data: [{ index: 0, embedding: ["a"] }] }), 200],
])("is unavailable while OpenAI %s", async (_, answer, status) => {
  const { embeddings } = openAiThat(answer, status);
  await expect(embeddings.embed(["a"], "query")).rejects.toMatchObject({ code: "unavailable" });
});

it("takes vectors of any model of Workers AI, padded or cut to 384 and made a unit", async () => {
  const asked: unknown[] = [];
  const answers = [numbers(5, 3), numbers(2, 1024)];
  const AI = {
    async run(...call: unknown[]) {
      asked.push(call);
      return { shape: [1, 3], data: [answers[asked.length - 1]] };
    },
  };
  const model = `@cf/some/${newId()}`;
  const chosen = { ...settings, EMBEDDING_PROVIDER: "workers-ai", WORKERS_AI_MODEL: model } as const;
  const { embeddings, embeddingsOf } = makeEmbeddings({ ...env, AI }, chosen, now);
  expect(embeddings.model).toBe(`workers-ai:${model}`);
  expect(await embeddings.embed(["one"], "query")).toEqual([numbers(1)]);
  expect(await embeddingsOf(`workers-ai:${model}`)!.embed(["two"], "document")).toEqual([numbers(1)]);
  expect(asked).toEqual([
    [model, { text: ["one"] }],
    [model, { text: ["two"] }],
  ]);
  const silent = { run: async () => ({}) };
  const broken = makeEmbeddings({ ...env, AI: silent }, chosen, now).embeddings;
  await expect(broken.embed(["a"], "query")).rejects.toMatchObject({ code: "unavailable" });
});

it("knows who made a space, where the settings still reach it", () => {
  const { embeddingsOf } = makeEmbeddings(env, settings, now);
  expect(embeddingsOf("static-en-256-1.0.0:2")?.local).toBe(true);
  for (const space of ["openai:text-embedding-3-small", "workers-ai:@cf/a/b", "static-en-256-0.9:1"])
    expect(embeddingsOf(space)).toBeNull();
  const unreachable = { ...settings, EMBEDDING_PROVIDER: "workers-ai" } as const;
  expect(() => makeEmbeddings(env, unreachable, now)).toThrow(/no provider of workers-ai/);
});
