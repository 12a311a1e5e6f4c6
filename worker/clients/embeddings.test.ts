import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { readSettings } from "../env.ts";
import { makeEmbeddings } from "./embeddings.ts";

const settings = readSettings(env);

it("names a provider that is not connected, and refuses", async () => {
  const provider = makeEmbeddings(env, { ...settings, EMBEDDING_PROVIDER: "openai" });
  expect(provider.model).toBe("openai");
  await expect(provider.embed(["a"], "query")).rejects.toMatchObject({ code: "unavailable" });
});

it("is unavailable while its files are not there, and reads them once when they are", async () => {
  const gone = makeEmbeddings(
    { ASSETS: { fetch: async () => new Response("gone", { status: 404 }) } as never },
    settings,
  );
  await expect(gone.embed(["a"], "query")).rejects.toMatchObject({ code: "unavailable" });

  let reads = 0;
  const fetch = (input: string) => {
    reads += 1;
    return env.ASSETS.fetch(input);
  };
  for (let i = 0; i < 2; i++) {
    const provider = makeEmbeddings({ ASSETS: { fetch } as never }, settings);
    expect((await provider.embed(["mentor"], "query"))[0]).toHaveLength(384);
  }
  expect(reads).toBe(4);
});
