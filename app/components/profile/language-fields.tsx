import { useState } from "react";
import { FieldError } from "../ui/field.tsx";

const most = 10;

/**
 * One list a language, and an empty one at the end; a new one appears when it is filled. Without JavaScript there are two
 * empty ones, and more after saving.
 */
export function LanguageFields({
  chosen,
  languages,
  error,
}: {
  chosen: string[];
  languages: { code: string; name: string }[];
  error?: string | undefined;
}) {
  const [codes, setCodes] = useState([...chosen, "", ...(chosen.length === 0 ? [] : [""])].slice(0, most));
  const change = (place: number, code: string) => {
    const next = codes.map((old, other) => (other === place ? code : old));
    setCodes(next.includes("") || next.length >= most ? next : [...next, ""]);
  };
  return (
    <fieldset aria-describedby={error ? "languages-error" : undefined}>
      <legend className="mb-1 font-bold">Languages you can talk in</legend>
      <div className="grid max-w-(--measure) gap-2 tablet:grid-cols-2">
        {codes.map((code, place) => (
          <select
            // biome-ignore lint/suspicious/noArrayIndexKey: a list is its place
            key={place}
            id={place === 0 ? "languages" : undefined}
            name="languages"
            className="pick"
            aria-label={place === 0 ? "First language" : "Another language"}
            aria-invalid={error && place === 0 ? true : undefined}
            value={code}
            onChange={(event) => change(place, event.currentTarget.value)}
          >
            <option value="">{place === 0 ? "Choose one" : "Another, if you like"}</option>
            {languages.map(({ code: value, name }) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        ))}
      </div>
      {error && <FieldError id="languages-error">{error}</FieldError>}
    </fieldset>
  );
}
