/** Name of the session's cookie; browsers keep a `__Secure-` one off plain HTTP. */
export function sessionCookieName(appUrl: string): string {
  return `${isSecure(appUrl) ? "__Secure-" : ""}${cookiePrefix}.session_token`;
}

export const cookiePrefix = "atas";

export const isSecure = (appUrl: string): boolean => appUrl.startsWith("https:");
