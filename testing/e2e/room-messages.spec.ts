import type { Page } from "@playwright/test";
import { composer, enterRoom, said, say, twoInARoom } from "./conversation.ts";
import { expect, test, unread } from "./fixtures.ts";
import { twoWhoTalk } from "./people.ts";

test("whoever wrote a message can change it and take it back, and both see so, with what it said before", async ({
  browserOf,
  stack,
}) => {
  const { hers, his } = await twoInARoom(stack, browserOf);
  await say(his, "See you on Wensday.");
  await say(his, "Wrong room, sorry.");
  await expect(said(hers)).toHaveText(["See you on Wensday.", "Wrong room, sorry."]);
  await hers
    .getByLabel(/More about Ben's message/)
    .first()
    .click();
  await expect(hers.getByRole("button", { name: "Pin", exact: true })).toBeVisible();
  await expect(hers.getByRole("button", { name: "Change" })).toHaveCount(0);
  await hers.keyboard.press("Escape");

  await his
    .getByLabel(/More about your message/)
    .first()
    .click();
  await his.getByRole("button", { name: "Change" }).click();
  await expect(his.getByLabel("Change your message")).toBeFocused();
  await his.getByLabel("Change your message").fill("See you on Wednesday.");
  await his.keyboard.press("Enter");
  for (const page of [hers, his]) await expect(said(page).first()).toHaveText("See you on Wednesday.");
  await hers.getByText("Changed").click();
  await expect(hers.locator(".versions .said")).toHaveText(["See you on Wensday."]);

  await his
    .getByLabel(/More about your message/)
    .last()
    .click();
  await his.getByRole("button", { name: "Take back" }).click();
  await his.getByRole("button", { name: "Take it back" }).click();
  await expect(hers.getByText("Ben took this back.")).toBeVisible();
  await expect(his.getByText("You took this back.")).toBeVisible();
  await his.reload();
  await expect(his.getByText("Wrong room")).toHaveCount(0);
});

test("what is written in Markdown is drawn, and markup of one's own stays words", async ({
  browserOf,
  stack,
}) => {
  const { hers, his } = await twoInARoom(stack, browserOf);
  await say(
    his,
    "**Two** things:\n- `weld`\n- see [the plan](https://example.org/plan)\n> *or not*\n<img src=x onerror=alert(1)>",
  );
  const message = hers.locator(".msg").last();
  await expect(message.locator("strong")).toHaveText("Two");
  await expect(message.getByRole("listitem")).toHaveText(["weld", "see the plan"]);
  await expect(message.locator("blockquote")).toHaveText("or not");
  await expect(message.getByRole("link", { name: "the plan" })).toHaveAttribute("rel", /noopener.*nofollow/);
  await expect(message).toContainText("<img src=x onerror=alert(1)>");
  await expect(message.locator("img")).toHaveCount(0);
});

/** Opens the menu of the message with these words and chooses a row. */
async function choose(page: Page, words: string, row: string): Promise<void> {
  const message = page
    .getByRole("log", { name: "Messages" })
    .locator(".msg")
    .filter({ hasText: words })
    .last();
  await message.getByLabel(/^More about/).click();
  await message
    .getByRole(row === "Reply in a thread" ? "link" : "button", { name: row, exact: true })
    .click();
}

test("people react, answer, pin and name each other, and both see the same", async ({ browserOf, stack }) => {
  const { hers, his } = await twoInARoom(stack, browserOf);
  await say(his, "The gate hangs straight.");
  await expect(said(hers)).toHaveText(["The gate hangs straight."]);

  await choose(hers, "The gate hangs straight.", "Well done");
  await expect(his.getByRole("button", { name: /Well done.*Ida/ })).toBeVisible();
  await his.getByRole("button", { name: /Well done.*Ida/ }).click();
  await expect(hers.getByRole("button", { name: /Well done.*You and Ben/ })).toBeVisible();

  await choose(hers, "The gate hangs straight.", "Answer");
  await expect(composer(hers)).toBeFocused();
  await composer(hers).pressSequentially("Show me, @be");
  await expect(hers.getByRole("option", { name: "Ben Mentee" })).toBeVisible();
  await hers.keyboard.press("Enter");
  await expect(composer(hers)).toHaveValue("Show me, @Ben Mentee ");
  await hers.keyboard.press("Enter");
  const answer = his.locator(".msg").filter({ hasText: "Show me" });
  await expect(answer.locator(".quote")).toContainText("The gate hangs straight.");
  await expect(answer.locator(".mention")).toHaveText("@Ben Mentee");

  await choose(his, "Show me", "Pin");
  for (const page of [hers, his]) await expect(page.getByText("1 pinned message")).toBeVisible();
  await hers.getByText("1 pinned message").click();
  await hers.getByRole("button", { name: /^Unpin the message/ }).click();
  for (const page of [hers, his]) await expect(page.getByText("1 pinned message")).toHaveCount(0);
  await his.reload();
  await expect(his.getByRole("button", { name: /Well done.*Ida and You/ })).toBeVisible();
});

test("a thread has its own place: replies stand there, the room counts them, and a reload keeps it open", async ({
  browserOf,
  stack,
}) => {
  const { hers, his } = await twoInARoom(stack, browserOf);
  await say(his, "Which rod?");
  await choose(hers, "Which rod?", "Reply in a thread");
  const reply = hers.getByRole("textbox", { name: "Reply in this thread" });
  await reply.fill("6013 for thin sheet.");
  await reply.press("Enter");
  await expect(said(his)).toHaveText(["Which rod?"]);
  await his.getByRole("link", { name: /1 reply/ }).click();
  const replies = his.getByRole("log", { name: "Replies" }).locator(".said");
  await expect(replies).toHaveText(["Which rod?", "6013 for thin sheet."]);
  await his.getByLabel("Show my reply in the room too").check();
  await his.getByRole("textbox", { name: "Reply in this thread" }).fill("Thanks, noted.");
  await his.keyboard.press("Enter");
  await expect(said(hers)).toHaveText(["Which rod?", "Thanks, noted."]);
  await his.reload();
  await expect(his.getByRole("heading", { name: "2 replies" })).toBeVisible();
  await expect(replies).toHaveText(["Which rod?", "6013 for thin sheet.", "Thanks, noted."]);
  await his.getByRole("link", { name: "Close" }).click();
  await expect(his.getByRole("link", { name: /2 replies/ })).toBeVisible();
});

test("a conversation that is muted and archived gives no notification, and comes back when something is said", async ({
  browserOf,
  stack,
}) => {
  const { mentor, mentee, roomId } = await twoWhoTalk(stack);
  const hers = await enterRoom(await browserOf(mentor), roomId);
  await hers.getByRole("button", { name: "Mute" }).click();
  await expect(hers.getByText(/You hear of messages that name you/)).toBeVisible();
  await hers.getByRole("button", { name: "Archive" }).click();
  await expect(hers).toHaveURL(/\/conversations$/);
  await hers.getByRole("link", { name: "1 archived conversation" }).click();
  const row = hers.getByRole("listitem").filter({ hasText: mentee.name });
  await expect(row.getByText("Muted")).toBeVisible();
  await hers.getByRole("link", { name: "All other conversations" }).click();
  await expect(row).toHaveCount(0);
  const before = await unread(hers);
  const his = await enterRoom(await browserOf(mentee), roomId);
  await say(his, "Only a word.");
  await expect(row.getByText("1 new")).toBeVisible();
  expect(await unread(hers)).toBe(before);
});

test("words are found, a day is gone to, and each leads to its message in the room", async ({
  browserOf,
  stack,
}) => {
  const { mentee, roomId } = await twoWhoTalk(stack);
  const page = await enterRoom(await browserOf(mentee), roomId);
  await say(page, "The hinge is forged.");
  await say(page, "Tea?");
  await page.getByRole("link", { name: "Search" }).click();
  await page.getByLabel("Find words").fill("hing");
  await page.getByRole("button", { name: "Find" }).click();
  const found = page.getByRole("listitem").filter({ hasText: "The hinge is forged." });
  await found.getByRole("link").click();
  await expect(page).toHaveURL(/#m\d+$/);
  await expect(page.locator(".msg:focus")).toContainText("The hinge is forged.");
  await page.getByRole("link", { name: "Search" }).click();
  await page.getByLabel("Go to a day").fill(new Date().toISOString().slice(0, 10));
  await page.getByRole("button", { name: "Go", exact: true }).click();
  await expect(page).toHaveURL(/#m\d+$/);
  await expect(said(page)).toHaveText(["The hinge is forged.", "Tea?"]);
});
