import { minuteOf } from "#app/components/notifications/preference-words.ts";
import type { FormValues } from "#app/form-action.server.ts";
import { DomainError } from "#domain/errors.ts";
import { type Choices, channels, type Preferences, topics } from "#domain/preferences/schema.ts";

/**
 * The form of the preferences as the verb takes it; the verb checks the rest. A topic that the form did not show, since
 * its page is older than the topic, stays as it stands: its boxes are not empty, they are not there.
 * @param loadChoices what stands; asked for such a form alone
 * @throws DomainError `invalid_input` where quiet hours have no beginning or no end
 */
export async function readPreferences(
  values: FormValues,
  loadChoices: () => Promise<Choices>,
): Promise<Preferences> {
  const text = (name: string) => String(values[name] ?? "");
  const on = new Set([values.on ?? []].flat());
  // a page that does not say what it shows is older than saying so, and than every topic that came since
  const shown = new Set<string>([values.topics ?? topics].flat());
  const stand = topics.every((topic) => shown.has(topic)) ? null : await loadChoices();
  const chosen = (topic: string) =>
    Object.fromEntries(channels.map((channel) => [channel, on.has(`${topic}:${channel}`)]));
  const choices = Object.fromEntries(
    topics.map((topic) => [topic, stand && !shown.has(topic) ? stand[topic] : chosen(topic)]),
  );
  // no cast: the verb parses what this makes
  const raw: unknown = {
    version: Number(text("version")),
    choices,
    quiet: readQuiet(text),
    digest: text("digest"),
  };
  return raw as Preferences;
}

function readQuiet(text: (name: string) => string): { from: number; until: number } | null {
  const [from, until] = [minuteOf(text("quietFrom")), minuteOf(text("quietUntil"))];
  if (from !== null && until !== null) return { from, until };
  if (text("quietFrom") === "" && text("quietUntil") === "") return null;
  const message = "Give both times, or leave both empty.";
  throw new DomainError("invalid_input", {
    message,
    fields: { [from === null ? "quietFrom" : "quietUntil"]: message },
  });
}
