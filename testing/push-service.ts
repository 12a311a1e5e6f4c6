import { vi } from "vitest";
import type { Browser } from "./push-browser.ts";

export interface Pushed {
  url: string;
  headers: Headers;
  /** What becomes of an answer that leads elsewhere. */
  redirect: string;
  body: Uint8Array;
}

/**
 * Stands in for every push service: keeps what comes for these browsers and answers as told, in turn, then with 201. What
 * else is called goes its own way.
 */
export function pushService(browsers: Browser[], ...answers: (Response | Error)[]): Pushed[] {
  const pushed: Pushed[] = [];
  const real = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init as RequestInit);
    if (!browsers.some(({ subscription }) => subscription.endpoint === request.url)) return real(input, init);
    const body = new Uint8Array(await request.arrayBuffer());
    pushed.push({ url: request.url, headers: request.headers, redirect: request.redirect, body });
    const answer = answers.shift() ?? new Response(null, { status: 201 });
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return pushed;
}
