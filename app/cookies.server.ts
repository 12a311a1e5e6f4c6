/** Headers that set what a verb wants kept in the browser. */
export function cookieHeaders(setCookie: readonly string[]): Headers {
  const headers = new Headers();
  for (const cookie of setCookie) headers.append("Set-Cookie", cookie);
  return headers;
}
