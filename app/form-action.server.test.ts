import { expect, test } from "vitest";
import { safePath } from "./form-action.server.ts";

test.each(["/", "/requests?as=mentee#x", "/mentors?q=a%2F%2Fb", "/a/b"])("leads on to %s", (path) => {
  expect(safePath(path)).toBe(path);
});

test.each([
  null,
  "",
  "mentors",
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  // browsers drop tabs and line ends from an address before they read it
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r\n/evil.example",
  // dot segments go before the host would be read, or after
  "/.//evil.example",
  "/x/..//evil.example",
  "/x/..\\\\evil.example",
  "/%2e%2e//evil.example",
  "javascript:alert(1)",
])("does not lead to another site by %j", (path) => {
  expect(safePath(path, "/otherwise")).toBe("/otherwise");
});

test.each([
  ["/x\r\nX-Evil: 1", "/xX-Evil:%201"],
  ["/mentors?q=ü é", "/mentors?q=%C3%BC%20%C3%A9"],
])("writes %j as a header can carry it", (path, written) => {
  expect(safePath(path)).toBe(written);
});
