import { expect, type Page } from "@playwright/test";

/** Opens a room and waits until it is connected: only then the composer takes words and others see who is there. */
export async function enterRoom(page: Page, roomId: string): Promise<Page> {
  const connected = page.waitForEvent("websocket");
  await page.goto(`/conversations/${roomId}`);
  const socket = await connected;
  await socket.waitForEvent("framereceived");
  await expect(composer(page)).toBeEnabled();
  return page;
}

export const composer = (page: Page) => page.getByRole("textbox", { name: /^Write to/ });

export async function say(page: Page, words: string): Promise<void> {
  await composer(page).fill(words);
  await composer(page).press("Enter");
}

/** The words of each message in the room, in the order in which they stand there. */
export const said = (page: Page) => page.getByRole("log", { name: "Messages" }).locator(".msg .said");
