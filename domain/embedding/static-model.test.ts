import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import golden from "#testing/embedding/golden.jsonl?raw";
import { EMBEDDING_DIMENSIONS } from "./schema.ts";
import {
  createStaticModel,
  documentWeights,
  STATIC_MODEL,
  STATIC_SPACE,
  staticProvider,
  tellingBytes,
} from "./static-model.ts";

interface Golden {
  text: string;
  ids: number[];
  query: number[];
  document: number[];
}

async function readModel() {
  const file = (name: string) => env.ASSETS.fetch(`https://assets.local/models/${STATIC_MODEL}/${name}`);
  const [vocab, vectors, weights] = await Promise.all(
    ["vocab.txt", "vectors.bin", "query-weights.bin"].map(file),
  );
  return createStaticModel(await vocab!.text(), await vectors!.arrayBuffer(), await weights!.arrayBuffer());
}

describe("the static model", () => {
  it("meets every golden text with its makers' weights: tokens exactly, both vectors to 1e-6", async () => {
    const model = await readModel();
    const weightOf = { query: () => 1, document: (_: number, i: number) => 10 / (10 + i) };
    const rows = golden
      .trim()
      .split("\n")
      .map((line): Golden => JSON.parse(line));
    expect(rows).toHaveLength(56);
    for (const row of rows) {
      const ids = model.tokenIds(row.text);
      expect(ids, row.text).toEqual(row.ids);
      for (const as of ["query", "document"] as const) {
        const vector =
          model.vector(ids, ids.map(weightOf[as])) ?? new Array<number>(EMBEDDING_DIMENSIONS).fill(0);
        expect(vector).toHaveLength(EMBEDDING_DIMENSIONS);
        const furthest = Math.max(...row[as].map((component, i) => Math.abs(component - vector[i]!)));
        expect(furthest, `${as}: ${row.text}`).toBeLessThanOrEqual(1e-6);
        expect(vector.slice(row[as].length).every((component) => component === 0)).toBe(true);
      }
    }
  });

  it("has no vector for a text in which it knows nothing", async () => {
    const model = await readModel();
    const provider = staticProvider(async () => model);
    expect(await provider.embed(["", "🙂", "マンガ"], "query")).toEqual([null, null, null]);
  });

  it("puts what means the same nearer than what shares a word", async () => {
    const model = await readModel();
    const [need, same, other] = await staticProvider(async () => model).embed(
      ["I freeze in front of an audience", "public speaking and stage fright", "front-end development"],
      "query",
    );
    const cos = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
    expect(cos(need!, same!)).toBeGreaterThan(cos(need!, other!) + 0.1);
  });

  it("refuses files that do not belong together", () => {
    const [vectors, weights] = [new ArrayBuffer(2 * 132), new ArrayBuffer(2)];
    expect(() => createStaticModel("a\nb\n", new ArrayBuffer(10), weights)).toThrow(
      "2 tokens do not fit 10 bytes",
    );
    expect(() => createStaticModel("a\nb\n", vectors, new ArrayBuffer(3))).toThrow(
      "2 tokens do not fit 3 weights",
    );
  });

  it("listens less to words that many mentors use", async () => {
    const model = await readModel();
    const weightOf = (word: string) => model.queryWeights(model.tokenIds(word))[0]!;
    expect(weightOf("the")).toBeLessThan(1.1);
    expect(weightOf("room")).toBeLessThan(weightOf("throat"));
    const bytes = tellingBytes([[0, 0, 1], [0]], 3);
    expect([...bytes]).toEqual([70, 83, 107]);
  });

  it("weighs the eleventh token of a short text half, and of a long one what follows its first quarter", () => {
    expect(documentWeights(0)).toEqual([]);
    expect(documentWeights(30)[10]).toBe(0.5);
    expect(documentWeights(400)[100]).toBe(0.5);
  });

  it("names its space by files and weights, so that other weights are never compared", () => {
    expect(staticProvider(readModel).model).toBe(STATIC_SPACE);
    expect(STATIC_SPACE).not.toBe(STATIC_MODEL);
  });

  it("gives nothing for a word longer than a hundred letters, and its pieces for one just below", () => {
    const model = createStaticModel("a\n##a", new ArrayBuffer(2 * 132), new ArrayBuffer(2));
    expect(model.tokenIds("a".repeat(101))).toEqual([]);
    expect(model.tokenIds("a".repeat(100))).toHaveLength(100);
    expect(model.tokenIds("ab")).toEqual([]);
  });
});
