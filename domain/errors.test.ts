import { expect, it } from "vitest";
import { DomainError, type ErrorCode, errorTable, toDomainError, toProblem } from "./errors.ts";
import { frameSchema } from "./rooms/protocol.ts";

const codes = Object.keys(errorTable) as ErrorCode[];

it.each(codes)("says %s as problem details, with the table's status and no word of the log", (code) => {
  const error = new DomainError(code, { log: "secret detail", cause: new Error("secret cause") });
  const problem = toProblem(error, "request-1");
  expect(problem).toEqual({
    type: `/api/docs#${code}`,
    title: errorTable[code].title,
    status: errorTable[code].status,
    code,
    detail: errorTable[code].title,
    requestId: "request-1",
  });
  expect(error.status).toBe(errorTable[code].status);
  expect(error.message).toBe("secret detail");
});

it.each(codes)("says %s as a socket frame", (code) => {
  const { publicMessage: message } = new DomainError(code, { log: "secret detail" });
  const frame = { type: "error", code, message };
  expect(frameSchema.parse(frame)).toMatchObject(frame);
});

it("carries the words and the fields that a verb chose", () => {
  const error = new DomainError("invalid_input", {
    message: "Look at the name.",
    fields: { name: "Too long." },
  });
  expect(error.message).toBe("Look at the name.");
  expect(toProblem(error, "r")).toMatchObject({ detail: "Look at the name.", fields: { name: "Too long." } });
});

it("makes internal of what nobody foresaw, and keeps its words for the log", () => {
  for (const thrown of [new TypeError("x is undefined"), "a string", null]) {
    const known = toDomainError(thrown);
    expect(known).toMatchObject({ code: "internal", publicMessage: errorTable.internal.title });
    expect(JSON.stringify(toProblem(thrown, "r"))).not.toContain("x is undefined");
  }
  expect(toDomainError(new TypeError("x is undefined")).message).toBe("x is undefined");
});

const withCode = (code: unknown) => Object.assign(new Error("query failed"), { code });

it.each([
  ["connection refused", withCode("08006")],
  ["shut down by the administrator", withCode("57P01")],
  ["given up in a deadlock, again and again", withCode("40P01")],
  ["busy with another transaction", withCode("55P03")],
  ["no answer over HTTP", new Error("Error connecting to database: fetch failed")],
  ["killed in the middle of a transaction", new Error("Connection terminated unexpectedly")],
  ["a cut socket", new Error("WebSocket was closed")],
  ["any of them as the cause", new Error("Failed query", { cause: withCode("08001") })],
])("takes a database that is %s as unavailable, to be tried again", (_, error) => {
  expect(toDomainError(error)).toMatchObject({ code: "unavailable", retryAfterSeconds: 5 });
});

it.each(["22021", "22P05"])("takes text that the database can't keep (%s) as something to mend", (code) => {
  const error = new Error("Failed query", { cause: withCode(code) });
  expect(toDomainError(error).code).toBe("invalid_input");
});

it.each([["23505"], [23505], [undefined]])("takes another failure of the database (%s) as ours", (code) => {
  expect(toDomainError(withCode(code)).code).toBe("internal");
});
