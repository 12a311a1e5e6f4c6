import { languageChoices } from "#app/languages.server.ts";

/** Codes that the runtime has a name for and that are no country: groups of them, and what is no more. */
const noCountries = new Set(
  "AC AN BU CP CQ CS DD DG DY EA EU EZ FX HV IC NH NT QO RH SU TA TP UK UN VD XA XB YD YU ZR ZZ".split(" "),
);

let countries: { code: string; name: string }[] | undefined;

/** Countries to choose from, by name; made once, since the runtime's names do not change. */
export function countryChoices() {
  countries ??= makeCountries();
  return countries;
}

function makeCountries() {
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  return letters
    .flatMap((a) => letters.map((b) => a + b))
    .filter((code) => !noCountries.has(code))
    .flatMap((code) => {
      const name = names.of(code);
      return name ? [{ code, name }] : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}

/** What the forms about a person offer to choose from. */
export function profileChoices() {
  return {
    languages: languageChoices(),
    countries: countryChoices(),
    timeZones: Intl.supportedValuesOf("timeZone").filter((zone) => zone.includes("/")),
  };
}
export type ProfileChoices = ReturnType<typeof profileChoices>;
