import { expect, it } from "vitest";
import { z } from "zod";
import { DomainError } from "#domain/errors.ts";
import { describeError, makeLogger } from "./logger.ts";

const lineSchema = z.record(z.string(), z.unknown());

function capture() {
  const lines: string[] = [];
  const log = makeLogger({ "http.request.id": "request-1" }, (line) => lines.push(line));
  return { log, lines: () => lines.map((line) => lineSchema.parse(JSON.parse(line))) };
}

it("writes each level as one line of JSON with what every line carries", () => {
  const { log, lines } = capture();
  log.info("one", { a: 1 });
  log.info("plain");
  log.warn("two");
  log.error("three", new TypeError("broken"), { b: 2 });
  const base = { "service.name": "atas", "http.request.id": "request-1" };
  expect(lines()).toMatchObject([
    { ...base, "log.level": "info", message: "one", a: 1 },
    { ...base, "log.level": "info", message: "plain" },
    { ...base, "log.level": "warn", message: "two" },
    {
      ...base,
      "log.level": "error",
      message: "three",
      b: 2,
      "error.type": "TypeError",
      "error.message": "broken",
    },
  ]);
});

it("leaves out the values of a failed query, in message, stack and causes", () => {
  const message = "Failed query: select $1\nparams: ada@people.example,secret-token";
  const failed = new Error(message, { cause: new Error("duplicate key\nparams: secret-token") });
  const described = describeError(new DomainError("internal", { log: message, cause: failed }));
  expect(JSON.stringify(described)).not.toMatch(/ada@people|secret-token/);
  expect(described).toMatchObject({
    "error.type": "DomainError",
    "error.code": "internal",
    "error.message": "Failed query: select $1",
    "error.causes": ["Error: Failed query: select $1", "Error: duplicate key"],
  });
  expect(described["error.stack_trace"]).toMatch(/^\s+at /);
});

it("describes what is no error, and an error without a stack", () => {
  expect(describeError("words")).toEqual({ "error.type": "string", "error.message": "words" });
  const bare = new Error("bare");
  bare.stack = undefined;
  expect(describeError(bare)).toMatchObject({ "error.message": "bare", "error.stack_trace": "" });
});

it("follows causes that never end only so far", () => {
  const loop = new Error("loop");
  loop.cause = loop;
  expect(describeError(loop)["error.causes"]).toHaveLength(5);
});
