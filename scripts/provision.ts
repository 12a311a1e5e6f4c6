/**
 * Makes what an account needs before the first deploy. Every step looks first, so it can be run again at any time.
 *   npm run provision                 prints the steps and changes nothing
 *   npm run provision -- --apply      does them: queues, buckets, secrets from the environment, migrations
 */
import { parseArgs } from "node:util";
import { applyMigrations } from "./apply-migrations.ts";
import { readProvisionPlan, secrets } from "./deployment/plan.ts";
import { wrangler } from "./deployment/wrangler.ts";

const { values } = parseArgs({ options: { apply: { type: "boolean", default: false } } });
const plan = readProvisionPlan();

interface Step {
  what: string;
  command: string;
  apply(): Promise<boolean> | boolean;
}

const alreadyThere = /already (exists|taken|own)|10004|11009/i;

function createStep(what: string, args: string[]): Step {
  return {
    what,
    command: `wrangler ${args.join(" ")}`,
    apply() {
      const { ok, output } = wrangler(args);
      if (ok || alreadyThere.test(output)) return true;
      console.error(output);
      return false;
    },
  };
}

function secretStep({ name, required, what }: (typeof secrets)[number]): Step {
  const args = ["secret", "put", name, "--env", "production"];
  return {
    what: `secret ${name}${required ? "" : " (if you like)"}: ${what}`,
    command: `wrangler ${args.join(" ")}`,
    apply() {
      const value = process.env[name];
      if (value) return wrangler(args, { input: value }).ok;
      if (wrangler(["secret", "list", "--env", "production"]).output.includes(`"${name}"`)) return true;
      console.error(`  ${name} is neither set at Cloudflare nor in this shell's environment`);
      return !required;
    },
  };
}

const steps: Step[] = [
  ...plan.queues.map((queue) => createStep(`queue ${queue}`, ["queues", "create", queue])),
  ...plan.buckets.map((bucket) => createStep(`R2 bucket ${bucket}`, ["r2", "bucket", "create", bucket])),
  ...secrets.map(secretStep),
  {
    what: "migrations of the database that DATABASE_URL names",
    command: "npm run db:migrate",
    async apply() {
      if (!process.env.DATABASE_URL) {
        console.error("  DATABASE_URL is not in this shell's environment; run npm run db:migrate with it");
        return false;
      }
      await applyMigrations({ url: process.env.DATABASE_URL, onApplied: (tag) => console.log(`    ${tag}`) });
      return true;
    },
  },
];

console.log(`What ${plan.appUrl} needs (APP_URL and MAIL_FROM are yours to set in wrangler.toml):\n`);
let failed = 0;
for (const [index, step] of steps.entries()) {
  console.log(`${String(index + 1).padStart(2)}. ${step.what}\n    ${step.command}`);
  if (values.apply && !(await step.apply())) failed++;
}
if (!values.apply) console.log("\nNothing was changed. `npm run provision -- --apply` does these steps.");
if (failed > 0)
  console.error(`\n${failed} of ${steps.length} steps are not done; mend them and run this again.`);
process.exitCode = failed > 0 ? 1 : 0;
