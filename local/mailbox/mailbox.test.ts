import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Mailbox, startMailbox } from "./mailbox.ts";

let folder: string;
let mailbox: Mailbox;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "atas-mailbox-"));
  mailbox = await startMailbox({ file: join(folder, "mailbox.jsonl") });
});
afterAll(async () => {
  await mailbox.close();
  await rm(folder, { recursive: true });
});

const send = (letter: Record<string, unknown>, key: string = crypto.randomUUID()) =>
  fetch(`${mailbox.url}/emails`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify({ from: "ATAS <a@b.example>", text: "hello", ...letter }),
  });
const list = async (to: string) => (await fetch(`${mailbox.url}/emails?to=${to}`)).json();
const letterTo = (to: string) => ({ to: [to], subject: `For ${to}` });

it("keeps one letter of two that carry the same key", async () => {
  const to = "twice@people.example";
  const first = await (await send(letterTo(to), "key-twice")).json();
  const second = await (await send(letterTo(to), "key-twice")).json();
  expect(second).toEqual(first);
  expect(await list(to)).toMatchObject({ data: [{ subject: `For ${to}` }] });
});

it("refuses another letter under a key that was used", async () => {
  await send(letterTo("one@people.example"), "key-other");
  const response = await send(letterTo("two@people.example"), "key-other");
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ name: "invalid_idempotent_request" });
});

it("refuses what is no letter", async () => {
  expect((await send({ subject: "to nobody" })).status).toBe(422);
});

it("fails as often as it was told to, then takes the letter", async () => {
  await fetch(`${mailbox.url}/trouble`, { method: "PUT", body: '{"status":503,"times":1}' });
  const letter = letterTo("trouble@people.example");
  expect((await send(letter)).status).toBe(503);
  expect((await send(letter)).status).toBe(200);
});

it("shows letters to people, with what is written in them as text", async () => {
  await send({ ...letterTo("page@people.example"), subject: "<script>alert(1)</script>" });
  const page = await fetch(`${mailbox.url}/dev/mailbox`, { headers: { accept: "text/html" } });
  const html = await page.text();
  expect(html).toContain("page@people.example");
  expect(html).not.toContain("<script>");
});

it("remembers its letters when it is started again", async () => {
  await send(letterTo("again@people.example"));
  const again = await startMailbox({ file: join(folder, "mailbox.jsonl") });
  const response = await fetch(`${again.url}/emails?to=again@people.example`);
  expect(await response.json()).toMatchObject({ data: [{ to: ["again@people.example"] }] });
  await again.close();
});
