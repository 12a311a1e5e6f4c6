import { afterEach, beforeEach, expect, vi } from "vitest";

/** Runs before every test inside workerd: an error on the console fails it, and so does a call to a stranger. */

let errors: string[] = [];

beforeEach(() => {
  errors = [];
  vi.spyOn(console, "error").mockImplementation((...words: unknown[]) => {
    errors.push(words.map(String).join(" "));
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(errors, "console.error was called").toEqual([]);
});

const realFetch = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : String(input));
  if (url.hostname === "127.0.0.1" || url.hostname === "localhost") return realFetch(input, init);
  errors.push(`unexpected call to ${url.host}`);
  return Promise.reject(new Error(`unexpected call to ${url.host}: fake it through the context`));
};
