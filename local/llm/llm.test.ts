import OpenAI from "openai";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalLlm, startLlm } from "./llm.ts";
import { wordVector } from "./words-to-needs.ts";

let llm: LocalLlm;
let client: OpenAI;
beforeAll(async () => {
  llm = await startLlm();
  client = new OpenAI({ apiKey: "local", baseURL: `${llm.url}/v1`, maxRetries: 0, logLevel: "off" });
});
afterAll(() => llm.close());

const inMood = (mood: object) =>
  fetch(`${llm.url}/mood`, { method: "PUT", body: JSON.stringify(mood) }).then((response) => response.status);

const ask = (need: string, signal?: AbortSignal) =>
  client.chat.completions.create(
    {
      model: "local",
      messages: [
        { role: "system", content: "Read this." },
        { role: "user", content: need },
      ],
      response_format: { type: "json_schema", json_schema: { name: "need", strict: true, schema: {} } },
    },
    { ...(signal && { signal }) },
  );

it("understands an everyday need as the official client asks", async () => {
  const { choices } = await ask("I freeze when I have to present to executives");
  expect(JSON.parse(choices[0]?.message.content ?? "")).toEqual({
    skills: ["Public Speaking"],
    level: null,
    languages: [],
    timeZone: null,
  });
  const asked = await (await fetch(`${llm.url}/asked`)).json();
  expect(asked).toMatchObject([{ path: "/v1/chat/completions", body: { model: "local" } }]);
});

it("embeds the same text the same way, and texts with words in common near each other", async () => {
  const input = ["stage fright", "stage fright", "fright on a stage", "sourdough"];
  const { data } = await client.embeddings.create({
    model: "m",
    input,
    dimensions: 384,
    encoding_format: "float",
  });
  const [one, same, near, far] = data.map(({ embedding }) => embedding) as [
    number[],
    number[],
    number[],
    number[],
  ];
  const cosine = (other: number[]) => one.reduce((sum, x, i) => sum + x * other[i]!, 0);
  expect(one).toHaveLength(384);
  expect(same).toEqual(one);
  expect(cosine(same)).toBeCloseTo(1, 6);
  expect(cosine(near)).toBeGreaterThan(cosine(far) + 0.3);
  expect(wordVector("?!", 4)).toEqual([0, 0, 0, 0]);
});

it("fails in the ways that it is told to, and is well again after so many calls", async () => {
  expect(await inMood({ mode: "error", times: 2 })).toBe(200);
  await expect(ask("a")).rejects.toMatchObject({ status: 500 });
  expect(await (await fetch(`${llm.url}/mood`)).json()).toMatchObject({ mode: "error", times: 1 });
  await expect(ask("a")).rejects.toMatchObject({ status: 500 });
  expect((await ask("a")).choices).toHaveLength(1);

  await inMood({ mode: "refuse", times: 1 });
  expect((await ask("a")).choices[0]?.message.refusal).toMatch(/can't/);
  await inMood({ mode: "say", content: "hello", times: 1 });
  expect((await ask("a")).choices[0]?.message.content).toBe("hello");
  await inMood({ mode: "rubbish", times: 1 });
  expect(await ask("a")).toMatch(/Not an API/);
  await inMood({ mode: "hang", times: 1 });
  await expect(ask("a", AbortSignal.timeout(100))).rejects.toThrow(/abort/i);
});

it("refuses what OpenAI would refuse", async () => {
  const post = (path: string, body: string, key = "Bearer local") =>
    fetch(llm.url + path, { method: "POST", body, headers: { authorization: key } }).then(
      ({ status }) => status,
    );
  expect(await post("/v1/chat/completions", "{}")).toBe(400);
  expect(await post("/v1/chat/completions", "{")).toBe(400);
  expect(await post("/v1/embeddings", '{"model":"m","input":""}')).toBe(400);
  expect(await post("/v1/embeddings", '{"model":"m","input":"a"}', "")).toBe(401);
  expect(await post("/v1/nothing", "{}")).toBe(404);
  expect(await inMood({ mode: "sleepy" })).toBe(400);
});
