import { Form, useLocation } from "@remix-run/react";
import { useReader } from "#app/hooks/use-reader.ts";
import { type Theme, themes } from "#app/root-data.ts";

const words: Record<Theme, string> = { system: "as on this device", light: "light", dark: "dark" };

/** Light, dark, or as the device says: three buttons of one form, which works without JavaScript. */
export function ThemeForm() {
  const { theme } = useReader();
  const { pathname, search } = useLocation();
  return (
    <Form method="post" action="/theme" preventScrollReset className="flex flex-wrap items-center gap-x-4">
      <input type="hidden" name="back" value={pathname + search} />
      <span id="theme-label">Colours</span>
      {themes.map((choice) => (
        <button
          key={choice}
          type="submit"
          name="theme"
          value={choice}
          aria-pressed={theme === choice}
          aria-describedby="theme-label"
          className="inline-flex min-h-11 min-w-11 items-center underline decoration-1 underline-offset-[.25em] hover:decoration-3 aria-pressed:font-bold aria-pressed:text-ink aria-pressed:decoration-3"
        >
          {words[choice]}
        </button>
      ))}
    </Form>
  );
}
