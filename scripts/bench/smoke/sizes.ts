import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { z } from "zod";

const manifestSchema = z.object({
  entry: z.object({ module: z.string(), imports: z.array(z.string()) }),
  routes: z.record(z.string(), z.object({ module: z.string(), imports: z.array(z.string()).optional() })),
});

/**
 * Bytes, gzipped, of all JavaScript that a page loads: the entry, its route modules from the root down, and what
 * they import, as Remix' manifest in `build/client/assets` lists them.
 */
export function clientJavaScriptGzip(routeIds: string[]): number {
  const manifestFile = execFileSync("find", ["build/client/assets", "-name", "manifest-*.js"], {
    encoding: "utf8",
  }).trim();
  const source = readFileSync(manifestFile.split("\n")[0]!, "utf8");
  const manifest = manifestSchema.parse(
    JSON.parse(source.slice(source.indexOf("{"), source.lastIndexOf("}") + 1)),
  );
  const files = new Set<string>([manifest.entry.module, ...manifest.entry.imports]);
  for (const id of routeIds) {
    const route = manifest.routes[id];
    if (!route) throw new Error(`The build has no route ${id}`);
    for (const file of [route.module, ...(route.imports ?? [])]) files.add(file);
  }
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join("build/client", file))).length, 0);
}

/** Bytes, gzipped, of the Worker as `wrangler deploy --dry-run` bundles it for production. */
export function workerBundleGzip(): number {
  const directory = mkdtempSync(join(tmpdir(), "atas-bundle-"));
  try {
    const output = execFileSync(
      "wrangler",
      ["deploy", "--dry-run", "--env", "production", "--minify", "--outdir", directory],
      { encoding: "utf8", env: { ...process.env, WRANGLER_SEND_METRICS: "false" } },
    );
    const kibibytes = /gzip: ([\d.]+) KiB/.exec(output)?.[1];
    if (!kibibytes) throw new Error(`wrangler did not say the bundle's size:\n${output}`);
    return Number(kibibytes) * 1024;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
