import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

/** A copy with the rules and a few innocent files, into which violations are planted. */
let copy = "";

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "atas-boundaries-"));
  for (const file of [".dependency-cruiser.cjs", "tsconfig.json", "package.json"])
    await cp(file, join(copy, file));
  await symlink(resolve("node_modules"), join(copy, "node_modules"));
  await plant("worker/app.ts", 'import "#domain/x/verb.ts";');
  await plant("domain/x/verb.ts", 'import "#db/tables.ts";\nexport {};');
  await plant("domain/x/schema.ts", "export {};");
  await plant("db/tables.ts", "export {};");
  await plant("party/room.ts", 'import "#domain/x/verb.ts";');
  await plant("app/hooks/use-x.ts", 'import "#domain/x/schema.ts";');
  await plant("testing/make.ts", "export {};");
});
afterAll(() => rm(copy, { recursive: true }));

async function plant(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(copy, file)), { recursive: true });
  await writeFile(join(copy, file), text);
}

function check(): { status: number | null; output: string } {
  const program = resolve("node_modules/.bin/depcruise");
  const folders = ["app", "worker", "party", "domain", "db", "testing"];
  const args = [program, "--config", ".dependency-cruiser.cjs", ...folders];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

it("passes while every import points down", () => {
  const { status, output } = check();
  expect(output).not.toContain("error ");
  expect(status).toBe(0);
});

it("refuses a planted violation of each boundary, by its name", async () => {
  const violations = [
    ["domain-knows-db-only", "domain/x/up.ts", "#worker/app.ts"],
    ["db-knows-nobody", "db/up.ts", "#domain/x/verb.ts"],
    ["app-knows-domain-only", "app/down.ts", "#db/tables.ts"],
    ["browser-imports-schemas-only", "app/hooks/down.ts", "#domain/x/verb.ts"],
    ["schemas-stay-pure", "domain/y/schema.ts", "#domain/x/verb.ts"],
    ["objects-know-domain-and-connections", "party/down.ts", "#db/tables.ts"],
    ["edge-knows-domain-and-connections", "worker/aside.ts", "#party/room.ts"],
    ["product-without-tools", "domain/x/tool.ts", "#testing/make.ts"],
  ] as const;
  for (const [, file, imported] of violations) await plant(file, `import "${imported}";`);
  const { status, output } = check();
  expect(status).not.toBe(0);
  for (const [rule, file] of violations) expect(output).toContain(`${rule}: ${file}`);
});
