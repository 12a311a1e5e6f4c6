import { expect, it } from "vitest";
import { findDeadReferences } from "./check-doc-refs.ts";

const find = (text: string, file = "README.md") => findDeadReferences(`${process.cwd()}/`, file, text);

it("finds a cited file that is gone", async () => {
  expect(await find("See `domain/errors.ts` and `domain/gone.ts`.")).toEqual(["README.md: domain/gone.ts"]);
});

it("finds a link that leads nowhere, from the folder of the paper", async () => {
  expect(await find("[here](../package.json) [there](gone.md)", "docs/paper.md")).toEqual([
    "docs/paper.md: gone.md",
  ]);
});

it("finds an npm script that does not exist", async () => {
  expect(await find("Run `npm run dev`, then `npm run nothing`.")).toEqual(["README.md: npm run nothing"]);
});

it("leaves blocks of code, addresses and what a build makes alone", async () => {
  const text = "```\n`domain/gone.ts`\n```\n[x](https://example.com) `build/server/index.js`";
  expect(await find(text)).toEqual([]);
});
