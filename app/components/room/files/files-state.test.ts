import { expect, it } from "vitest";
import { MAX_ATTACHMENT_BYTES } from "#domain/attachments/schema.ts";
import { filesToSend, reduceFiles, sizeInWords, typeOf, whyNotYet } from "./files-state.ts";
import { fitInto } from "./fit-into.ts";

const aFile = (name: string, type = "", size = 3) => new File(["x".repeat(size)], name, { type });

it.each([
  ["a.png", "image/png", "image/png"],
  ["notes.MD", "", "text/plain"],
  ["table.csv", "application/vnd.ms-excel", "text/plain"],
  ["x.svg", "image/svg+xml", null],
  ["page.html", "text/html", null],
  ["nothing", "", null],
])("takes %s, said to be %j, for %s", (name, type, taken) => {
  expect(typeOf({ name, type })).toBe(taken);
});

it("takes as many files as a message may have, and says what is wrong with one", () => {
  expect(filesToSend([aFile("a.png"), aFile("b.png")], 4)).toHaveLength(1);
  expect(filesToSend([aFile("a.png")], 5)).toEqual([]);
  const [good, page, empty, large] = filesToSend(
    [aFile("a.png"), aFile("a.html"), aFile("a.txt", "", 0), aFile("a.pdf", "", MAX_ATTACHMENT_BYTES + 1)],
    0,
  );
  expect(good).toMatchObject({ state: "waiting", type: "image/png", problem: null });
  expect(page).toMatchObject({ state: "failed", type: null, problem: expect.stringContaining("picture") });
  expect(empty).toMatchObject({ problem: "The file is empty." });
  expect(large).toMatchObject({ problem: "At most 10 MB a file." });
});

it("holds a message until its files are there", () => {
  const fresh = filesToSend([aFile("a.png"), aFile("b.png")], 0);
  const [one, other] = fresh.map(({ key }) => key);
  const as = (key = "", fields: object) => ({ type: "changed", key, fields }) as const;
  let files = reduceFiles([], { type: "added", files: fresh });
  expect(whyNotYet(files)).toContain("wait for a connection");
  files = reduceFiles(files, as(one, { state: "uploading" }));
  files = reduceFiles(files, as(other, { state: "failed" }));
  expect(whyNotYet(files)).toContain("did not go up");
  files = reduceFiles(files, { type: "removed", key: other ?? "" });
  expect(whyNotYet(files)).toContain("on their way");
  files = reduceFiles(files, as(one, { state: "ready" }));
  expect(whyNotYet(files)).toBeNull();
  expect(reduceFiles(files, { type: "emptied" })).toEqual([]);
});

it.each([
  [12, "12 bytes"],
  [2_048, "2 KB"],
  [1_500_000, "1.4 MB"],
  [10 * 1024 * 1024, "10 MB"],
])("says %i bytes as %s", (bytes, words) => expect(sizeInWords(bytes)).toBe(words));

it("keeps the place of a picture, in its own proportions", () => {
  expect(fitInto({ width: 4_000, height: 2_000 }, 400)).toEqual({ width: 400, height: 200 });
  expect(fitInto({ width: 30, height: 9_000 }, 400)).toEqual({ width: 1, height: 400 });
  expect(fitInto({ width: 30, height: 20 }, 400)).toEqual({ width: 30, height: 20 });
});
