import { SELF } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import { testContext } from "#testing/context.ts";
import { makeSession, makeUser } from "#testing/factories.ts";
import { ORIGIN } from "#testing/live.ts";

async function someone() {
  const { db } = testContext();
  const user = await makeUser(db);
  const { token } = await makeSession(db, user.id);
  return { userId: user.id, token };
}

const deliver = (userId: string, title: string) =>
  env.USER_INBOX.getByName(userId).deliver({ key: newId(), kind: "place.free", title, href: "/requests" });

function openEvents(token: string | null, query = "", headers: Record<string, string> = {}) {
  const authorization: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
  return SELF.fetch(`${ORIGIN}/events${query}`, { headers: { ...authorization, ...headers } });
}

/** Reads one block (up to the blank line) after another. */
function blocksOf(answer: Response) {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    async next(): Promise<string> {
      while (!text.includes("\n\n")) text += (await reader?.read())?.value ?? "";
      const end = text.indexOf("\n\n");
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      return block;
    },
    cancel: () => reader?.cancel(),
  };
}

it("streams what the inbox holds after the page's id, and what comes next", async () => {
  const { userId, token } = await someone();
  await deliver(userId, "seen");
  await deliver(userId, "missed");
  const answer = await openEvents(token, "?after=1");
  expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  const blocks = blocksOf(answer);
  expect(await blocks.next()).toBe("retry: 2000");
  const [id, event, data] = (await blocks.next()).split("\n");
  expect([id, event]).toEqual(["id: 2", "event: notification"]);
  expect(JSON.parse(data?.replace(/^data: /, "") ?? "")).toMatchObject({
    unread: 2,
    event: { title: "missed" },
  });
  await deliver(userId, "line\nbreak");
  expect(await blocks.next()).toMatch(/^id: 3\nevent: notification\ndata: \{.*line\\nbreak.*\}$/);
  await blocks.cancel();
});

it("believes the browser's last id over the page's", async () => {
  const { userId, token } = await someone();
  for (const title of ["one", "two", "three"]) await deliver(userId, title);
  const blocks = blocksOf(await openEvents(token, "?after=0", { "Last-Event-ID": "2" }));
  await blocks.next();
  expect(await blocks.next()).toMatch(/^id: 3\n/);
  await blocks.cancel();
});

it("says reset to an id that the inbox never gave", async () => {
  const { token } = await someone();
  const blocks = blocksOf(await openEvents(token, "?after=41"));
  await blocks.next();
  expect(await blocks.next()).toBe('id: 0\nevent: reset\ndata: {"type":"reset","lastId":0,"unread":0}');
  await blocks.cancel();
});

it("starts with what comes when no id is given", async () => {
  const { userId, token } = await someone();
  await deliver(userId, "before");
  const blocks = blocksOf(await openEvents(token));
  await blocks.next();
  await deliver(userId, "after");
  expect(await blocks.next()).toContain('"title":"after"');
  await blocks.cancel();
});

it("says 401 to who is not signed in", async () => {
  expect((await openEvents(null)).status).toBe(401);
});

it.each([
  ["Origin", "https://evil.example"],
  ["Sec-Fetch-Site", "cross-site"],
  ["Sec-Fetch-Site", "same-site"],
])("says 403 to a page of another site, told by %s %s", async (name, value) => {
  const { token } = await someone();
  expect((await openEvents(token, "", { [name]: value })).status).toBe(403);
});

it("says 400 to an id that is no number", async () => {
  const { token } = await someone();
  expect((await openEvents(token, "?after=x")).status).toBe(400);
});
