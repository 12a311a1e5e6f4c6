import type { Page, Route } from "@playwright/test";
import { enterRoom, said, say } from "./conversation.ts";
import { expect, test } from "./fixtures.ts";
import { aLongRoom } from "./long-room.ts";

const MESSAGES = 10_000;
/** Of the whole page, however far one has read. */
const MAX_ELEMENTS = 8_000;
/** Messages that one page holds of the room. */
const MAX_SHOWN = 200;

const log = (page: Page) => page.getByRole("log", { name: "Messages" });

/** Numbers of the messages in the page, in their order. */
const numbers = (page: Page): Promise<number[]> =>
  said(page).evaluateAll((all) =>
    all.map((one) => Number(/^Message (\d+)/.exec(one.textContent ?? "")?.[1])),
  );

async function expectNoGap(page: Page): Promise<number[]> {
  const seen = await numbers(page);
  expect(seen).toEqual(seen.map((_, i) => (seen[0] ?? 0) + i));
  expect(seen.length).toBeLessThanOrEqual(MAX_SHOWN);
  expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(MAX_ELEMENTS);
  return seen;
}

/** Answers of the history wait at a gate, so that the page stands still when one comes. */
async function gate(page: Page) {
  const waiting: Route[] = [];
  await page.route("**/messages?*", (route) => void waiting.push(route));
  return {
    isAsked: () => expect.poll(() => waiting.length).toBeGreaterThan(0),
    open: () => Promise.all(waiting.splice(0).map((route) => route.continue())),
    remove: async () => {
      await page.unroute("**/messages?*");
      await Promise.all(waiting.splice(0).map((route) => route.continue()));
    },
  };
}

/**
 * Watches the message in the middle of the window, frame by frame, until a page of history has come in.
 * @returns by how many pixels it moved at most
 */
async function watchTheEye(page: Page, arrive: () => Promise<unknown>): Promise<number> {
  const watching = page.evaluateHandle(() => {
    const rows = [...document.querySelectorAll('[role="log"][aria-label="Messages"] .msg')];
    const eye = rows.find((row) => row.getBoundingClientRect().bottom > innerHeight / 3);
    if (!eye) throw new Error("no message in sight");
    const top = eye.getBoundingClientRect().top;
    const watched = { moved: 0, frames: 0 };
    const look = () => {
      const now = eye.isConnected ? eye.getBoundingClientRect().top : Number.POSITIVE_INFINITY;
      watched.moved = Math.max(watched.moved, Math.abs(now - top));
      watched.frames += 1;
      requestAnimationFrame(look);
    };
    look();
    return watched;
  });
  const watched = await watching;
  await arrive();
  const seen = await watched.evaluate(async (now) => {
    const until = now.frames + 3;
    while (now.frames < until) await new Promise(requestAnimationFrame);
    return now.moved;
  });
  await watched.dispose();
  return seen;
}

/** Scrolls until a page of history is asked for, lets it in, and says how far the words under the eye moved. */
async function pageOn(page: Page, at: Awaited<ReturnType<typeof gate>>, up: boolean): Promise<number> {
  const before = await numbers(page);
  const toward = up ? before[0] : before.at(-1);
  await page.evaluate(
    ([above, px]) => {
      const top = above ? px : document.documentElement.scrollHeight - innerHeight - px;
      window.scrollTo({ top, behavior: "instant" });
    },
    [up, 700] as const,
  );
  await at.isAsked();
  return await watchTheEye(page, async () => {
    await at.open();
    await expect
      .poll(async () => (up ? (await numbers(page))[0] : (await numbers(page)).at(-1)))
      .not.toBe(toward);
  });
}

test("a room of 10,000 messages opens at its end, and reading back and forth moves nothing under the eye", async ({
  browserOf,
  stack,
}) => {
  test.slow();
  const { mentor, mentee, roomId } = await aLongRoom(stack, MESSAGES);
  const his = await enterRoom(await browserOf(mentee), roomId);
  await expect(said(his).last()).toContainText(`Message ${MESSAGES}`);
  await expect(said(his).last()).toBeInViewport();
  await expectNoGap(his);

  const at = await gate(his);
  // the room holds the newest 500 itself: the archive begins in the tenth page
  for (let pages = 1; pages <= 13; pages += 1) {
    expect(await pageOn(his, at, true), `page ${pages} back`).toBeLessThanOrEqual(1);
    const seen = await expectNoGap(his);
    expect(seen[0]).toBe(MESSAGES + 1 - 50 * (pages + 1));
  }
  await expect(log(his)).toHaveAttribute("aria-live", "off");

  // somebody writes meanwhile: it stands at the end, and the reader stays where they are
  const hers = await enterRoom(await browserOf(mentor), roomId);
  expect(await watchTheEye(his, () => say(hers, "Are you still reading?"))).toBeLessThanOrEqual(1);
  await expect(his.getByText("Are you still reading?")).toHaveCount(0);

  for (let pages = 1; pages <= 5; pages += 1) {
    expect(await pageOn(his, at, false), `page ${pages} forth`).toBeLessThanOrEqual(1);
    await expectNoGap(his);
  }
  await at.remove();
  await his.getByRole("button", { name: "New below" }).click();
  await expect(said(his).last()).toHaveText("Are you still reading?");
  await expect(said(his).last()).toBeInViewport();
  await say(hers, "Good.");
  await expect(said(his).last()).toHaveText("Good.");
  await expect(said(his).last()).toBeInViewport();
  await expect(log(his)).toHaveAttribute("aria-live", "polite");
});

test("a day weeks ago is gone to at once; from there one reads on by keys, writes, and is back at the newest", async ({
  browserOf,
  stack,
}) => {
  const { mentee, roomId } = await aLongRoom(stack, MESSAGES);
  const page = await browserOf(mentee);
  await page.goto(`/conversations/${roomId}/search`);
  const day = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  let pages = 0;
  page.on("request", (request) => {
    if (request.url().includes("/messages?")) pages += 1;
  });
  await page.getByLabel("Go to a day").fill(day);
  await page.getByRole("button", { name: "Go", exact: true }).click();
  await expect(page).toHaveURL(/#m\d+$/);
  const wanted = Number(/#m(\d+)$/.exec(page.url())?.[1]);
  await expect(page.locator(".msg:focus")).toContainText(`Message ${wanted}`);
  await expect(page.locator(".msg:focus")).toBeInViewport();
  // before it and after it, and no page in between
  expect(pages).toBeLessThanOrEqual(4);
  expect(await expectNoGap(page)).toContain(wanted);

  await page.keyboard.press("Shift+Tab");
  await expect(page.locator(":focus")).toHaveAccessibleName(/^More about/);
  const [first = 0] = await numbers(page);
  await page.keyboard.press("Home");
  await expect.poll(async () => (await numbers(page))[0]).toBeLessThan(first);
  await expectNoGap(page);
  await page.getByRole("button", { name: "Earlier messages" }).press("Enter");
  await expect.poll(async () => (await numbers(page))[0]).toBeLessThan(first - 50);
  await expectNoGap(page);

  await page.getByRole("button", { name: "To the newest" }).click();
  await expect(said(page).last()).toContainText(`Message ${MESSAGES}`);
  await expect(said(page).last()).toBeInViewport();
  await page.goBack();
  await expect(page.getByLabel("Go to a day")).toBeVisible();
  await page.goForward();
  await expect(page.locator(".msg:focus")).toContainText(`Message ${wanted}`);
  await say(page, "I read it again.");
  await expect(said(page).last()).toHaveText("I read it again.");
  await expect(said(page).last()).toBeInViewport();
});
