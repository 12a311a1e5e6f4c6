import { expect, test, vi } from "vitest";
import { defaultPreferences, topics } from "#domain/preferences/schema.ts";
import { readPreferences } from "./read-preferences.server.ts";

const stands = defaultPreferences.choices;
const nothing = { here: false, mail: false, push: false, digest: false };
const rest = { version: "3", digest: "off", quietFrom: "", quietUntil: "" };

test("takes an empty box for a no where the form showed it, without asking what stands", async () => {
  const load = vi.fn(async () => stands);
  const values = { ...rest, topics: [...topics], on: "messages:here" };
  const { choices, version } = await readPreferences(values, load);
  expect(version).toBe(3);
  expect(choices).toEqual({
    ...Object.fromEntries(topics.map((topic) => [topic, nothing])),
    messages: { ...nothing, here: true },
  });
  expect(load).not.toHaveBeenCalled();
});

test("leaves a topic as it stands that the form's page did not know yet", async () => {
  const values = { ...rest, topics: topics.filter((topic) => topic !== "reports"), on: "reports:digest" };
  const { choices } = await readPreferences(values, async () => stands);
  expect(choices).toEqual({
    ...Object.fromEntries(topics.map((topic) => [topic, nothing])),
    reports: stands.reports,
  });
});

test("takes a page that does not say what it shows for one that shows all", async () => {
  const { choices } = await readPreferences({ ...rest, on: ["requests:mail"] }, async () => stands);
  expect(choices.requests).toEqual({ ...nothing, mail: true });
  expect(choices.reports).toEqual(nothing);
});
