import type { HeadersFunction } from "@remix-run/cloudflare";

const passedOn = ["Retry-After", "Cache-Control"];

/** What a loader or action says about trying again and keeping; Remix drops it unless a route passes it on. */
export const pageHeaders: HeadersFunction = ({
  loaderHeaders,
  actionHeaders,
  errorHeaders,
  parentHeaders,
}) => {
  const headers = new Headers();
  for (const source of [parentHeaders, loaderHeaders, actionHeaders, errorHeaders]) {
    for (const name of passedOn) {
      const value = source?.get(name);
      if (value) headers.set(name, value);
    }
  }
  return headers;
};
