import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * `npm run check:verbs`: a file of domain/ that writes rows must authorise and audit. It authorises by `authorize`,
 * `authorizeUser` or `authorizeActor`, or by taking a JobContext, which only jobs have. It audits by `commitChange`, `auditInsert` or an
 * audit event of its own; rows that follow from others, or only keep the books, need no audit.
 * An exception stands in the file with its reason: `// unauthorised: …` or `// unaudited: …`.
 */
const write =
  /\.(?:insert|update|delete)\(\s*(?:tables\.)?(\w+)|\b(?:insert\s+into|update|delete\s+from)\s+(?:\$\{(?:tables\.)?(\w+)|"?([a-z]+_\w+|outbox)\b)|\b(auth\.api)\./g;
const authorises = /\bauthorize(User|Actor)?\(|\bJobContext\b/;
const audits = /\b(commitChange|auditInsert)\(|\.insert\(auditEvents\)|insert into \$\{auditEvents\}/;
const bookkeeping = new Set([
  "auditDenials",
  "deadLetters",
  "emailLog",
  "outbox",
  "profileEmbeddings",
  "recommendations",
  "searchRankings",
]);

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** What a verb that writes lacks: `authorisation`, `audit`, or nothing. */
export function lacksOf(source: string): ("authorisation" | "audit")[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const written = [...code.matchAll(write)].map(([, built, tagged, plain, api]) =>
    camel(built ?? tagged ?? plain ?? api ?? ""),
  );
  if (written.length === 0) return [];
  const excused = (word: string) => new RegExp(`// ${word}: \\S+ \\S+`).test(source);
  const needsAudit = written.some((table) => !bookkeeping.has(table));
  return [
    ...(authorises.test(code) || excused("unauthorised") ? [] : (["authorisation"] as const)),
    ...(!needsAudit || audits.test(code) || excused("unaudited") ? [] : (["audit"] as const)),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL("../domain", import.meta.url));
  const files = (await readdir(folder, { recursive: true })).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );
  let lacking = 0;
  for (const file of files.toSorted()) {
    const lacks = lacksOf(await readFile(join(folder, file), "utf8"));
    if (lacks.length === 0) continue;
    lacking += 1;
    console.error(`domain/${file} writes without ${lacks.join(" and ")}.`);
  }
  if (lacking > 0) process.exit(1);
  console.log(`Verbs: ${files.length} files of domain/ looked at; what writes authorises and audits.`);
}
