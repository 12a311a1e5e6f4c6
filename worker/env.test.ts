import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { InvalidSettingsError, readSettings } from "./env.ts";

const withSettings = (settings: Record<string, string | undefined>): Env => ({ ...env, ...settings });

it("reads what is set, with defaults for what needn't be, and checks a set of bindings once", () => {
  const bindings = withSettings({ NEO4J_URL: "", OPENAI_API_KEY: "key" });
  const settings = readSettings(bindings);
  expect(settings).toMatchObject({
    OPENAI_API_KEY: "key",
    LLM_MODEL: expect.any(String),
    APP_URL: "http://atas.test",
  });
  expect(settings.NEO4J_URL).toBeUndefined();
  expect(readSettings(bindings)).toBe(settings);
});

it.each([
  ["DATABASE_URL", "mysql://user:hunter2@host/db"],
  ["DATABASE_URL", undefined],
  ["AUTH_SECRET", "hunter2"],
  ["AUTH_SECRET", ""],
  ["APP_URL", "hunter2"],
  ["ENVIRONMENT", "hunter2"],
  ["EMBEDDING_PROVIDER", "hunter2"],
  ["MAIL_PROVIDER", "hunter2"],
  ["NEO4J_URL", "http://hunter2"],
  ["LLM_BASE_URL", "hunter2"],
  ["OPENAI_BASE_URL", "ftp://hunter2"],
  ["VAPID_PUBLIC_KEY", "hunter2"],
  ["VAPID_PRIVATE_KEY", "hunter2"],
])("names %s when it is %j, without its value", (name, value) => {
  const read = () => readSettings(withSettings({ [name]: value }));
  expect(read).toThrow(InvalidSettingsError);
  expect(read).toThrow(new RegExp(`${name}: `));
  expect(read).not.toThrow(/hunter2/);
});

it.each([
  [{ MAIL_PROVIDER: "mailbox", MAILBOX_URL: "" }, "MAILBOX_URL: needed by MAIL_PROVIDER mailbox"],
  [{ MAIL_PROVIDER: "resend", RESEND_API_KEY: undefined }, "RESEND_API_KEY: needed by MAIL_PROVIDER resend"],
  [
    { EMBEDDING_PROVIDER: "openai", OPENAI_API_KEY: "" },
    "OPENAI_API_KEY: needed by EMBEDDING_PROVIDER openai",
  ],
  [
    { LLM_BASE_URL: "https://api.groq.com/openai/v1", OPENAI_API_KEY: "another's" },
    "LLM_API_KEY: needed by LLM_BASE_URL",
  ],
  [{ VAPID_PRIVATE_KEY: "" }, "VAPID_PRIVATE_KEY: needed by VAPID_PUBLIC_KEY"],
  [{ VAPID_PUBLIC_KEY: "" }, "VAPID_PUBLIC_KEY: needed by VAPID_PRIVATE_KEY"],
  [{ OPENAI_BASE_URL: "https://llm.example/v1" }, "OPENAI_API_KEY: needed by OPENAI_BASE_URL"],
])("names what a chosen provider can't do without: %j", (settings, message) => {
  expect(() => readSettings(withSettings(settings))).toThrow(message);
});

it("names all of them at once", () => {
  const read = () => readSettings(withSettings({ DATABASE_URL: "", AUTH_SECRET: "" }));
  expect(read).toThrow(/DATABASE_URL: .*AUTH_SECRET: /);
});
