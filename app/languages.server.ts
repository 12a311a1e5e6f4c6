/** ISO 639-1 codes that can be chosen; their names come from the runtime, once, so that server and browser agree. */
const codes =
  "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu ha he hi hr hu hy id ig is it ja ka kk km kn ko ku ky lo lt lv mg mk ml mn mr ms mt my ne nl no om pa pl ps pt ro ru rw si sk sl so sq sr sv sw ta te tg th tk tl tr uk ur uz vi wo xh yo zh zu".split(
    " ",
  );

export interface Language {
  code: string;
  name: string;
}

const names = new Intl.DisplayNames(["en"], { type: "language" });
const languages: Language[] = codes
  .map((code) => ({ code, name: names.of(code) ?? code }))
  .sort((a, b) => a.name.localeCompare(b.name, "en"));

/** Languages to choose from, by name. */
export const languageChoices = (): Language[] => languages;

/** The language's English name, or its code where nobody has one. */
export function languageName(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
