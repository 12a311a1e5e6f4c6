import { expect, it } from "vitest";
import { readableLine } from "./log-lines.ts";
import { changeOf } from "./watch-sources.ts";

it("shows failures with their causes and keeps what is merely told", () => {
  const line = {
    "log.level": "error",
    message: "request failed",
    "error.message": "no row",
    "error.causes": ["x: y"],
  };
  expect(readableLine(JSON.stringify(line))).toBe("error request failed\n  no row\n  x: y");
  expect(readableLine(JSON.stringify({ "log.level": "info", message: "request" }))).toBeNull();
});

it("shows what is no log line as it is", () => {
  expect(readableLine("Uncaught Error: x")).toBe("Uncaught Error: x");
  expect(readableLine("{not json")).toBe("{not json");
  expect(readableLine("  ")).toBeNull();
});

it.each([
  ["app/routes/home.tsx", "pages"],
  ["domain/rooms/protocol.ts", "pages"],
  ["domain/rooms/authorize-room.ts", "worker"],
  ["party/chat-room.ts", "worker"],
  ["wrangler.toml", "worker"],
])("knows what a change of %s asks for", (path, change) => {
  expect(changeOf(path)).toBe(change);
});
