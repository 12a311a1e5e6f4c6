/** Name of the session's cookie; browsers keep a `__Secure-` one off plain HTTP. */
export function sessionCookieName(appUrl: string): string {
  return `${isSecure(appUrl) ? "__Secure-" : ""}${cookiePrefix}.session_token`;
}

export const cookiePrefix = "atas";

export const isSecure = (appUrl: string): boolean => appUrl.startsWith("https:");

/** Makes the browser forget the session's cookie. */
export function endedSessionCookie(appUrl: string): string {
  const secure = isSecure(appUrl) ? "; Secure" : "";
  return `${sessionCookieName(appUrl)}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${secure}`;
}
