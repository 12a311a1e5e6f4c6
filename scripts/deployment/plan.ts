import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { z } from "zod";

/** Secrets of production, with what each is for and whether the product starts without it. */
export const secrets = [
  { name: "DATABASE_URL", required: true, what: "Neon's pooled connection string, postgres://…" },
  {
    name: "AUTH_SECRET",
    required: true,
    what: "32 or more random characters; signs cookies and e-mail links",
  },
  { name: "RESEND_API_KEY", required: true, what: "key of the mail provider" },
  {
    name: "OPENAI_API_KEY",
    required: false,
    what: "embeds where EMBEDDING_PROVIDER is openai, and reads needs where LLM_API_KEY is not set",
  },
  {
    name: "LLM_API_KEY",
    required: false,
    what: "key of the language model; without one the taxonomy alone reads needs",
  },
  {
    name: "VAPID_PUBLIC_KEY",
    required: false,
    what: "of the pair that `npm run vapid-keys` makes; without it nobody is offered notifications on a device",
  },
  {
    name: "VAPID_PRIVATE_KEY",
    required: false,
    what: "of the same pair; changed keys end all subscriptions",
  },
  {
    name: "NEO4J_URL",
    required: false,
    what: "Aura's neo4j+s://… address; without it the graph's degraded path answers",
  },
  { name: "NEO4J_USER", required: false, what: "user of the graph" },
  { name: "NEO4J_PASSWORD", required: false, what: "password of the graph" },
] as const;

const configSchema = z.object({
  env: z.object({
    production: z.object({
      vars: z.object({ APP_URL: z.string() }),
      queues: z.object({ consumers: z.array(z.object({ queue: z.string() })) }),
      r2_buckets: z.array(z.object({ bucket_name: z.string() })),
    }),
  }),
});

/** What an account needs before the first deploy, read from wrangler.toml's production environment. */
export interface ProvisionPlan {
  appUrl: string;
  queues: string[];
  buckets: string[];
}

/** @throws ZodError when wrangler.toml has no complete production environment */
export function readProvisionPlan(path = "wrangler.toml"): ProvisionPlan {
  const { production } = configSchema.parse(parse(readFileSync(path, "utf8"))).env;
  return {
    appUrl: production.vars.APP_URL,
    queues: production.queues.consumers.map((consumer) => consumer.queue),
    buckets: production.r2_buckets.map((bucket) => bucket.bucket_name),
  };
}
