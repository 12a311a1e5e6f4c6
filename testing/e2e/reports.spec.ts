import { eq } from "drizzle-orm";
import { connectPostgres } from "#db/connect-postgres.ts";
import { users } from "#db/tables/index.ts";
import { problems } from "./axe.ts";
import { said, say, twoInARoom } from "./conversation.ts";
import { expect, test, unread } from "./fixtures.ts";

test("a message is reported from the room, and decided about once: with a script by one moderator, without one by another", async ({
  browser,
  browserOf,
  personWith,
  stack,
}) => {
  // three people and an admin, and what queues bring to each
  test.slow();
  const { hers, his, roomId } = await twoInARoom(stack, browserOf);
  await hers.setViewportSize({ width: 390, height: 844 });
  for (const words of ["Before it", "Words that hurt", "A joke that fell flat"]) await say(his, words);
  await expect(said(hers)).toHaveCount(3);
  const report = async (nth: number, reason: string) => {
    await hers
      .getByLabel(/More about Ben's message/)
      .nth(nth)
      .click();
    await hers.getByRole("link", { name: "Report", exact: true }).click();
    await hers.getByLabel("What is wrong with it?").fill(reason);
    await hers.getByRole("button", { name: "Report it" }).click();
  };
  const key = crypto.randomUUID().slice(0, 8);
  await report(1, " ");
  await expect(hers.getByRole("alert")).toContainText("Say what is wrong with it.");
  expect(await problems(hers)).toEqual([]);
  await hers.getByLabel("What is wrong with it?").fill(`They insult me ${key}`);
  await hers.getByRole("button", { name: "Report it" }).click();
  await expect(hers.getByText("You have reported it. A moderator looks at it and decides.")).toBeVisible();
  await expect(hers.getByRole("button", { name: "Report it" })).toHaveCount(0);
  await hers.getByRole("link", { name: "The conversation" }).click();
  await report(2, `It is not funny ${key}`);
  await expect(hers.getByText("You have reported it.")).toBeVisible();

  const moderator = await personWith({ name: "Mo Moderator" });
  const { db } = connectPostgres({ url: stack.postgresUrl });
  await db
    .update(users)
    .set({ roles: ["mentee", "moderator"] })
    .where(eq(users.id, moderator.id));
  const mods = await browserOf(moderator);
  // the archive hears of the messages a moment after the room
  await expect(async () => {
    await mods.goto("/admin/reports");
    await expect(mods.getByText("Words that hurt").first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  const storageState = await (await browserOf("admin")).context().storageState();
  const plain = await browser.newContext({ baseURL: stack.url, javaScriptEnabled: false, storageState });
  const page = await plain.newPage();
  await page.goto("/admin");
  await page.getByRole("link", { name: "Reports" }).click();
  await expect(page).toHaveURL(/\/admin\/reports$/);
  const inList = (where: typeof page, reason: string) =>
    where.getByRole("list", { name: "Reports" }).locator("> li").filter({ hasText: reason });
  const [hurt, flat] = [inList(page, `They insult me ${key}`), inList(page, `It is not funny ${key}`)];
  await expect(hurt.locator(".is-it")).toContainText("Words that hurt");
  await expect(hurt.locator(".reported")).toContainText("Before it");
  await flat.locator("summary", { hasText: "Dismiss" }).click();
  const why = flat.getByLabel("Why nothing is to be done");
  await why.evaluate((area) => area.removeAttribute("maxlength"));
  await why.fill("x".repeat(1_001));
  await flat.getByRole("button", { name: "Dismiss the report" }).click();
  await expect(flat.getByRole("alert")).toContainText("At most 1000 characters.");
  await expect(why).toHaveValue("x".repeat(1_001));
  await why.fill("Dry, but no harm.");
  await flat.getByRole("button", { name: "Dismiss the report" }).click();
  await expect(page.getByText("The report is dismissed.")).toBeVisible();
  await expect(flat).toContainText("“Dry, but no harm.”");
  await expect(flat).not.toContainText("A joke that fell flat");
  await hurt.locator("summary", { hasText: "Take the message out" }).click();
  await hurt.getByRole("button", { name: "Take it out" }).click();
  await expect(page.getByText("The message is taken out")).toBeVisible();
  await plain.close();
  await expect(his.getByText("A moderator removed this.")).toBeVisible();

  // who reported is told of both decisions, and led to where the message stands; its author of neither
  const told = (words: string) => hers.getByRole("listitem").filter({ hasText: words });
  const removal = told("A moderator took out the message you reported.");
  await expect(async () => {
    await hers.goto("/notifications");
    await expect(removal).toBeVisible({ timeout: 1_000 });
    const dismissal = told("A moderator looked at the message you reported and let it stand.");
    await expect(dismissal).toBeVisible({ timeout: 1_000 });
  }).toPass();
  expect(await problems(hers)).toEqual([]);
  const before = await unread(hers);
  await expect(hers.getByRole("main")).not.toContainText(
    /Words that hurt|A joke that fell flat|Mo Moderator/,
  );
  await removal.getByRole("link", { name: "Have a look" }).click();
  await expect(hers).toHaveURL(new RegExp(`/conversations/${roomId}#m\\d+$`));
  await expect(hers.locator(".msg:focus")).toContainText("A moderator removed this.");
  await expect.poll(() => unread(hers)).toBe(before - 1);
  await his.goto("/notifications");
  await expect(his.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(his.getByText(/reported/)).toHaveCount(0);

  // a page that is older than both decisions
  const late = inList(mods, `They insult me ${key}`);
  for (const { width, height } of [
    { width: 390, height: 844 },
    { width: 1280, height: 900 },
  ]) {
    await mods.setViewportSize({ width, height });
    expect(await problems(mods)).toEqual([]);
    expect(
      await mods.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
  }
  await late.locator("summary", { hasText: "Take the message out" }).click();
  await late.getByRole("button", { name: "Take it out" }).click();
  await expect(mods.getByRole("alert")).toContainText("has taken the message out already.");
  await expect(late).toContainText("took the message out");
  await expect(late.getByRole("button")).toHaveCount(0);
  await expect(inList(mods, `It is not funny ${key}`)).toContainText("Dry, but no harm.");
});
