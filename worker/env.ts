import { z } from "zod";
import { knownServices } from "#domain/push/push-service.ts";

const httpUrl = z.url({ protocol: /^https?$/ });

/** Where a secret or variable is missing or malformed, the Worker says which, by name, and serves nothing else. */
const settingsSchema = z.object({
  ENVIRONMENT: z.enum(["local", "test", "production"]),
  APP_URL: z.url(),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must start with postgres://"),
  AUTH_SECRET: z.string().min(32, "needs at least 32 characters"),
  EMBEDDING_PROVIDER: z.enum(["static", "openai", "workers-ai"]),
  MAIL_PROVIDER: z.enum(["mailbox", "resend"]),
  MAIL_FROM: z.string().default("ATAS <hello@atas.example>"),
  MAILBOX_URL: z.url().optional(),
  RESEND_API_KEY: z.string().optional(),
  WORKERS_AI_MODEL: z.string().max(200).default("@cf/baai/bge-small-en-v1.5"),
  /** Binding of Workers AI. */
  AI: z.unknown().optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: httpUrl.optional(),
  LLM_API_KEY: z.string().optional(),
  LLM_BASE_URL: httpUrl.optional(),
  LLM_MODEL: z.string().max(200).default("gpt-4o-mini"),
  /** A P-256 key pair, base64url, as `npm run vapid-keys` makes it (RFC 8292). */
  VAPID_PUBLIC_KEY: z
    .string()
    .regex(/^B[\w-]{86}$/, "is no P-256 public key")
    .optional(),
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[\w-]{43}$/, "is no P-256 private key")
    .optional(),
  /** Hosts that the Worker may push to, with commas between them. */
  PUSH_SERVICES: z.string().max(2_000).default(knownServices.join(",")),
  NEO4J_URL: z
    .string()
    .regex(/^(bolt|neo4j)(\+s)?:\/\//, "must start with bolt:// or neo4j://")
    .optional(),
  NEO4J_USER: z.string().optional(),
  NEO4J_PASSWORD: z.string().optional(),
});

export type Settings = z.infer<typeof settingsSchema>;

/** What each provider can't do without. An address of its own needs a key of its own: no key goes to another's host. */
const needs = [
  { setting: "MAIL_PROVIDER", is: "mailbox", needs: "MAILBOX_URL" },
  { setting: "MAIL_PROVIDER", is: "resend", needs: "RESEND_API_KEY" },
  { setting: "EMBEDDING_PROVIDER", is: "openai", needs: "OPENAI_API_KEY" },
  { setting: "EMBEDDING_PROVIDER", is: "workers-ai", needs: "AI" },
  { setting: "OPENAI_BASE_URL", needs: "OPENAI_API_KEY" },
  { setting: "LLM_BASE_URL", needs: "LLM_API_KEY" },
  { setting: "VAPID_PUBLIC_KEY", needs: "VAPID_PRIVATE_KEY" },
  { setting: "VAPID_PRIVATE_KEY", needs: "VAPID_PUBLIC_KEY" },
] as const;

const envSchema = settingsSchema.superRefine((settings, check) => {
  for (const rule of needs) {
    const value = settings[rule.setting];
    const asks = "is" in rule ? value === rule.is : value !== undefined;
    if (!asks || settings[rule.needs]) continue;
    const by = "is" in rule ? `${rule.setting} ${rule.is}` : rule.setting;
    check.addIssue({ code: "custom", path: [rule.needs], message: `needed by ${by}` });
  }
});

/** Names of the settings that are missing or malformed, each with what is wrong. */
export class InvalidSettingsError extends Error {
  override readonly name = "InvalidSettingsError";
}

/** Bindings don't change while an isolate lives: each set is checked once. */
const checked = new WeakMap<Env, Settings>();

/**
 * Reads and checks the Worker's configuration. Values never appear in the message.
 * @throws InvalidSettingsError naming every setting that is missing or malformed
 */
export function readSettings(env: Env): Settings {
  const before = checked.get(env);
  if (before) return before;
  const parsed = envSchema.safeParse(Object.fromEntries(Object.entries(env).filter(([, v]) => v !== "")));
  if (parsed.success) {
    checked.set(env, parsed.data);
    return parsed.data;
  }
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new InvalidSettingsError(problems.join("; "));
}
