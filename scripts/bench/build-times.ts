import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const folder = fileURLToPath(new URL("../../.data/bench/", import.meta.url));
const figuresSchema = z.record(z.string(), z.number());

/** What building something took, from when it was built: a bench that finds it there still says the price. */
export async function buildTimes(
  name: string,
  build: () => Promise<Record<string, number>>,
  isThere: boolean,
): Promise<Record<string, number>> {
  const file = `${folder}${name}.json`;
  if (isThere && existsSync(file)) return figuresSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const figures = await build();
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify(figures));
  return figures;
}
