import { z } from "zod";
import { newId } from "#domain/ids.ts";
import { type RunningStack, startStack } from "#testing/stack.ts";
import { said, say, twoInARoom } from "./conversation.ts";
import { accountOf, test as base, expect } from "./fixtures.ts";
import { callApi, lettersTo, letterTo, makePerson, somebodyNew } from "./people.ts";

// A stack of its own: what dies here serves nobody else. Each part is killed once, by the pid of the ready line.
const test = base.extend<object, { stack: RunningStack }>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that one needs from this pattern
    async ({}, use) => {
      const { stop, ...ready } = await startStack(["--ephemeral"]);
      await use(ready);
      await stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});
test.slow();

const patient = { timeout: 60_000 };

test("the Worker dies in mid-conversation: both go on, with nothing lost and nothing twice", async ({
  browserOf,
  stack,
}) => {
  const { hers, his } = await twoInARoom(stack, browserOf);
  await say(his, "one");
  await expect(said(hers)).toHaveText(["one"]);
  await say(his, "two");
  process.kill(stack.pids.workerd, "SIGKILL");
  await say(his, "three");
  const before = ["one", "two", "three"];
  for (const page of [hers, his]) await expect(said(page)).toHaveText(before, patient);
  await say(hers, "four");
  for (const page of [hers, his]) await expect(said(page)).toHaveText([...before, "four"], patient);
  await expect(his.getByText(/Waiting to go out|Sending|Not sent/)).toHaveCount(0);
  await his.reload();
  await expect(said(his)).toHaveText([...before, "four"]);
});

test("Postgres dies: page and API answer 503 in words, nothing is half-written, and the same request goes through afterwards", async ({
  browserOf,
  stack,
}) => {
  const [mentor, mentee] = await Promise.all([makePerson(stack, { places: 2 }), makePerson(stack)]);
  const page = await browserOf(mentee);
  await page.goto("/requests?as=mentee");
  const body = { id: newId(), mentorId: mentor.id, message: "Now?", goal: "A gate." };
  const asking = () =>
    fetch(`${stack.url}/api/v1/requests`, {
      method: "POST",
      headers: { authorization: `Bearer ${mentee.token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  process.kill(stack.pids.postgres, "SIGKILL");
  const [shown, answered] = await Promise.all([page.reload(), asking()]);
  expect(shown?.status()).toBe(503);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("We can’t reach our data right now");
  await expect(page.locator("body")).not.toContainText(/at .*\.(ts|js):\d|ECONNREFUSED|postgres:/i);
  expect(answered.status).toBe(503);
  expect(answered.headers.get("content-type")).toBe("application/problem+json");
  expect(Number(answered.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await answered.json()).toMatchObject({ code: "unavailable", status: 503 });

  await expect.poll(async () => (await asking()).status, patient).toBe(201);
  const list = z.object({ requests: z.array(z.object({ id: z.string(), state: z.string() })) });
  const { requests } = await callApi(stack, { as: mentor, path: "/requests?as=mentor", answer: list });
  expect(requests).toEqual([{ id: body.id, state: "pending" }]);
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(page).toHaveURL("/requests?as=mentee");
  await expect(page.getByRole("link", { name: mentor.name })).toBeVisible();
});

test("Neo4j dies: home still introduces people, health says that the graph is down, and then that it is back", async ({
  browserOf,
  stack,
}) => {
  test.skip(stack.neo4jUrl === null, "this machine has no Java and Maven");
  const page = await browserOf(accountOf(stack, "mentee"));
  const graph = z.object({
    status: z.string(),
    dependencies: z.object({ graph: z.object({ status: z.string() }) }),
  });
  const health = async () => {
    const { status, dependencies } = graph.parse(await (await fetch(`${stack.url}/health`)).json());
    return `${status}, graph ${dependencies.graph.status}`;
  };
  await expect.poll(health, patient).toBe("ok, graph ok");
  process.kill(z.number().parse(stack.pids.neo4j), "SIGKILL");
  await expect.poll(health, patient).toBe("degraded, graph down");
  expect((await page.goto("/"))?.status()).toBe(200);
  await expect(page.getByRole("article").first()).toBeVisible();
  await expect.poll(health, patient).toBe("ok, graph ok");
});

test("the mail provider answers 500: the letter comes later, once", async ({ stack }) => {
  const trouble = async (change?: { status: number; times: number }) => {
    const response = await fetch(new URL("/trouble", stack.mailboxUrl), {
      ...(change && { method: "PUT", body: JSON.stringify(change) }),
    });
    return z.object({ times: z.number() }).parse(await response.json()).times;
  };
  await trouble({ status: 500, times: 1 });
  const account = somebodyNew();
  await callApi(stack, { method: "POST", path: "/accounts", body: account, answer: z.null() });
  await expect.poll(() => trouble()).toBe(0);
  expect(await lettersTo(stack, account.email)).toEqual([]);
  await letterTo(stack, account.email, /confirm/i);
  expect(await lettersTo(stack, account.email)).toHaveLength(1);
});
