import { minuteOf } from "#app/components/notifications/preference-words.ts";
import type { FormValues } from "#app/form-action.server.ts";
import { DomainError } from "#domain/errors.ts";
import { channels, type Preferences, topics } from "#domain/preferences/schema.ts";

/**
 * The form of the preferences as the verb takes it; the verb checks the rest.
 * @throws DomainError `invalid_input` where quiet hours have no beginning or no end
 */
export function readPreferences(values: FormValues): Preferences {
  const text = (name: string) => String(values[name] ?? "");
  const on = new Set([values.on ?? []].flat());
  const choices = Object.fromEntries(
    topics.map((topic) => [
      topic,
      Object.fromEntries(channels.map((channel) => [channel, on.has(`${topic}:${channel}`)])),
    ]),
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
