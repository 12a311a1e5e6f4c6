/** Secrets and optional settings, which wrangler.toml does not list; worker/env.ts checks them at start. */
interface Secrets {
  DATABASE_URL: string;
  AUTH_SECRET: string;
  WORKERS_AI_MODEL?: string;
  OPENAI_API_KEY?: string;
  OPENAI_BASE_URL?: string;
  LLM_API_KEY?: string;
  LLM_BASE_URL?: string;
  LLM_MODEL?: string;
  VAPID_PUBLIC_KEY?: string;
  VAPID_PRIVATE_KEY?: string;
  PUSH_SERVICES?: string;
  NEO4J_URL?: string;
  NEO4J_USER?: string;
  NEO4J_PASSWORD?: string;
}
interface Env extends Secrets {}
declare namespace Cloudflare {
  interface Env extends Secrets {}
}
