import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** `npm run check:docs`: every path and every npm script that the papers cite exists. */

const roots = "app|worker|party|domain|db|local|testing|scripts|docs|data|public|\\.github|\\.ci";
const pathInCode = new RegExp(`^(?:\\./)?((?:${roots})/[\\w./$@-]*|[\\w.-]+\\.(?:json|toml|md))$`);
/** Made at run time or by a build, so rightly absent from a fresh clone. */
const made = /^(build|\.data|\.wrangler|coverage|node_modules|package-lock\.json)\b/;
const packageSchema = z.object({ scripts: z.record(z.string(), z.string()) });

/** What a paper cites and the project lacks. @param root folder of the project, with a slash at the end */
export async function findDeadReferences(root: string, file: string, text: string): Promise<string[]> {
  const { scripts } = packageSchema.parse(JSON.parse(await readFile(join(root, "package.json"), "utf8")));
  // blocks of code show shapes and outputs; what they cite is cited in prose as well
  const prose = text.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ""));
  const dead: string[] = [];
  for (const [, code = ""] of prose.matchAll(/`([^`\n]+)`/g)) {
    const path = pathInCode.exec(code.replace(/:\d+$/, ""))?.[1];
    if (path && !made.test(path) && !existsSync(join(root, path))) dead.push(`${file}: ${path}`);
  }
  for (const [, target = ""] of prose.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const path = normalize(join(dirname(file), target));
    if (!existsSync(join(root, path))) dead.push(`${file}: ${target}`);
  }
  for (const [, name = ""] of text.matchAll(/npm run ([\w:-]+)/g))
    if (!(name in scripts)) dead.push(`${file}: npm run ${name}`);
  return [...new Set(dead)];
}

async function papers(root: string): Promise<string[]> {
  const docs = existsSync(join(root, "docs")) ? await readdir(join(root, "docs"), { recursive: true }) : [];
  const cited = docs.filter((name) => name.endsWith(".md")).map((name) => join("docs", name));
  return ["README.md", "ARCHITECTURE.md", ...cited].filter((name) => existsSync(join(root, name)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const files = await papers(root);
  const dead = await Promise.all(
    files.map(async (file) => findDeadReferences(root, file, await readFile(join(root, file), "utf8"))),
  );
  for (const line of dead.flat()) console.error(`Cited but not there: ${line}`);
  if (dead.flat().length > 0) process.exit(1);
  console.log(`Papers: what ${files.length} of them cite is there.`);
}
