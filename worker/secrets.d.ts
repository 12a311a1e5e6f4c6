/** Secrets and optional settings, which wrangler.toml does not list; worker/env.ts checks them at start. */
interface Env {
  DATABASE_URL: string;
  AUTH_SECRET: string;
}
