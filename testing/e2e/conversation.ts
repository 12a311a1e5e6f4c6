import { expect, type Page } from "@playwright/test";
import type { RunningStack } from "#testing/stack.ts";
import { type Person, twoWhoTalk } from "./people.ts";

/** Opens a room and waits until it is connected: only then the composer takes words and others see who is there. */
export async function enterRoom(page: Page, roomId: string): Promise<Page> {
  // listens before the first frame can come, which on a busy machine is before the page has loaded
  const welcomed = new Promise<void>((resolve) => {
    page.once("websocket", (socket) => socket.once("framereceived", () => resolve()));
  });
  await page.goto(`/conversations/${roomId}`);
  await welcomed;
  await expect(composer(page)).toBeEnabled();
  return page;
}

/** A mentor and a mentee of a new mentorship, each with a browser in its room. */
export async function twoInARoom(stack: RunningStack, browserOf: (who: Person) => Promise<Page>) {
  const pair = await twoWhoTalk(stack);
  const hers = await enterRoom(await browserOf(pair.mentor), pair.roomId);
  const his = await enterRoom(await browserOf(pair.mentee), pair.roomId);
  return { ...pair, hers, his };
}

export const composer = (page: Page) => page.getByRole("textbox", { name: /^Write to/ });

export async function say(page: Page, words: string): Promise<void> {
  await composer(page).fill(words);
  await composer(page).press("Enter");
}

/** The words of each message in the room, in the order in which they stand there. */
export const said = (page: Page) => page.getByRole("log", { name: "Messages" }).locator(".msg .said");
