import { enterRoom, said, say } from "./conversation.ts";
import { expect, test } from "./fixtures.ts";
import { twoWhoTalk } from "./people.ts";

test("whoever wrote a message can change it and take it back, and both see so, with what it said before", async ({
  browserOf,
  stack,
}) => {
  const { mentor, mentee, roomId } = await twoWhoTalk(stack);
  const hers = await enterRoom(await browserOf(mentor), roomId);
  const his = await enterRoom(await browserOf(mentee), roomId);
  await say(his, "See you on Wensday.");
  await say(his, "Wrong room, sorry.");
  await expect(said(hers)).toHaveText(["See you on Wensday.", "Wrong room, sorry."]);
  await expect(hers.getByLabel(/More about/)).toHaveCount(0);

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
  const { mentor, mentee, roomId } = await twoWhoTalk(stack);
  const hers = await enterRoom(await browserOf(mentor), roomId);
  const his = await enterRoom(await browserOf(mentee), roomId);
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
