import { type Theme, themes } from "./root-data.ts";

/** Readable by anybody and signed by nobody: it says light or dark, nothing more. */
const name = "theme";
const yearSeconds = 365 * 24 * 3600;

/** The theme that this browser asked for; the system's where it did not, or where the cookie is rubbish. */
export function readTheme(request: Request): Theme {
  const cookie = request.headers.get("cookie") ?? "";
  const value = /(?:^|;\s*)theme=(\w+)/.exec(cookie)?.[1];
  return themes.find((theme) => theme === value) ?? "system";
}

/** The `Set-Cookie` value that keeps a theme for a year, or forgets it for the system's. */
export function themeCookie(theme: Theme): string {
  const maxAge = theme === "system" ? 0 : yearSeconds;
  return `${name}=${theme}; Path=/; Max-Age=${maxAge}; SameSite=Lax; Secure; HttpOnly`;
}
