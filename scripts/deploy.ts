/**
 * Builds and deploys the production environment: migrations first (they only add), then the Worker.
 *   npm run deploy                  deploys
 *   npm run deploy -- --dry-run     builds and bundles, and changes nothing anywhere
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { applyMigrations } from "./apply-migrations.ts";
import { readProvisionPlan, secrets } from "./deployment/plan.ts";
import { wrangler } from "./deployment/wrangler.ts";

const { values } = parseArgs({ options: { "dry-run": { type: "boolean", default: false } } });
const dryRun = values["dry-run"];

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}

if (spawnSync("npm", ["run", "build"], { stdio: "inherit" }).status !== 0)
  stop("The build failed; nothing was deployed.");

if (!dryRun) {
  const { appUrl } = readProvisionPlan();
  if (appUrl.endsWith(".example"))
    stop("Set APP_URL under [env.production.vars] in wrangler.toml to your address first.");
  const { ok, output } = wrangler(["secret", "list", "--env", "production"]);
  if (!ok) stop(`Cloudflare can't be asked for the secrets:\n${output}`);
  const missing = secrets.filter((secret) => secret.required && !output.includes(`"${secret.name}"`));
  if (missing.length > 0)
    stop(`Missing secrets: ${missing.map((secret) => secret.name).join(", ")}. Run npm run provision.`);
  if (!process.env.DATABASE_URL) stop("DATABASE_URL is needed in this shell for the migrations.");
  await applyMigrations({ url: process.env.DATABASE_URL, onApplied: (tag) => console.log(`    ${tag}`) });
}

const args = ["deploy", "--env", "production", ...(dryRun ? ["--dry-run", "--outdir", "build/worker"] : [])];
process.exitCode = wrangler(args, { inherit: true }).ok ? 0 : 1;
