import { z } from "zod";
import { enterRoom, said, say } from "./conversation.ts";
import { expect, test } from "./fixtures.ts";
import { callApi, twoWhoTalk } from "./people.ts";

const community = z.object({ slug: z.string(), name: z.string() });

test("two people in a community see what the other writes, and leaving it closes it", async ({
  browserOf,
  personWith,
  stack,
}) => {
  // the room is everybody's, and may have been written in before
  const tag = crypto.randomUUID().slice(0, 8);
  const fileName = `welds-${tag}.txt`;
  const [asked, answered] = [`Who else is here, ${tag}?`, `I am, ${tag}.`];
  const [ada, lin] = await Promise.all([
    personWith({ name: `Ada ${tag}` }),
    personWith({ name: `Lin ${tag}` }),
  ]);
  const { communities } = await callApi(stack, {
    as: ada,
    path: "/communities",
    answer: z.object({ communities: z.array(community) }),
  });
  const { slug, name } = communities[0]!;
  const { roomId } = await callApi(stack, {
    as: lin,
    method: "PUT",
    path: `/communities/${slug}/membership`,
    answer: z.object({ roomId: z.string() }),
  });
  const hers = await browserOf(ada);
  await hers.goto("/conversations");
  await hers.getByRole("link", { name: "Communities" }).first().click();
  await expect(hers).toHaveURL(/\/communities$/);
  const current = hers.getByRole("navigation", { name: "Main" }).locator("[aria-current=page]");
  await expect(current).toHaveText("Conversations");
  await hers.getByRole("button", { name: `Join ${name}` }).click();
  await expect(hers).toHaveURL(new RegExp(`/conversations/${roomId}$`));
  const theirs = await enterRoom(await browserOf(lin), roomId);
  await enterRoom(hers, roomId);
  await say(hers, asked);
  await expect(said(theirs).last()).toHaveText(asked);
  await say(theirs, answered);
  await expect(said(hers).last()).toHaveText(answered);
  await theirs
    .locator(".composer [data-attach]")
    .first()
    .setInputFiles({
      ...{ name: fileName, mimeType: "text/plain", buffer: Buffer.from("one\ntwo\n") },
    });
  await expect(theirs.getByRole("list", { name: "Files to send" })).toContainText("8 bytes");
  await say(theirs, "");
  const file = hers.getByRole("link", { name: new RegExp(fileName) });
  const href = (await file.getAttribute("href")) ?? "";
  expect(await (await hers.request.get(href)).text()).toBe("one\ntwo\n");

  await callApi(stack, { as: ada, method: "PUT", path: `/blocks/${lin.id}`, answer: z.null() });
  await hers.reload();
  const folds = hers.locator("summary", { hasText: `You have blocked ${lin.name}. Show what they wrote` });
  await expect(folds).toHaveCount(2);
  await expect(hers.getByText(answered, { exact: true })).toBeHidden();
  await expect(file).toBeHidden();
  await expect(hers.getByText(asked)).toBeVisible();
  await folds.first().click();
  await expect(hers.getByText(answered, { exact: true })).toBeVisible();
  await expect(file).toBeHidden();
  await expect(theirs.locator("summary", { hasText: "You have blocked" })).toHaveCount(0);
  const other = await hers.context().newPage();
  await other.goto(`/conversations/${roomId}`);
  await other.getByText("Leave", { exact: true }).click();
  await other.getByRole("button", { name: `Leave ${name}` }).click();
  await expect(other).toHaveURL(/\/conversations$/);
  await expect(hers.getByText("You are no longer in this conversation.", { exact: true })).toBeVisible();
  await expect(theirs.getByText(`${ada.name} left.`)).toBeVisible();
  expect((await other.goto(`/conversations/${roomId}`))?.status()).toBe(404);
  expect((await other.request.get(href)).status()).toBe(404);
});

test("a community is joined and left, and a circle made, without JavaScript", async ({
  browser,
  browserOf,
  stack,
}) => {
  const { mentor } = await twoWhoTalk(stack);
  const storageState = await (await browserOf(mentor)).context().storageState();
  const context = await browser.newContext({ baseURL: stack.url, javaScriptEnabled: false, storageState });
  const page = await context.newPage();
  const { communities } = await callApi(stack, {
    as: mentor,
    path: "/communities",
    answer: z.object({ communities: z.array(community) }),
  });
  const { name } = communities[1]!;
  await page.goto("/communities");
  const current = page.getByRole("navigation", { name: "Main" }).locator("[aria-current=page]");
  await expect(current).toHaveText("Conversations");
  await page.getByRole("button", { name: `Join ${name}` }).click();
  await expect(page).toHaveURL(/\/conversations\/[\w-]+$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await page.goto("/communities");
  await page.getByRole("button", { name: `Leave ${name}` }).click();
  await expect(page.getByText("You have left. What you wrote stays there; you can come back.")).toBeVisible();
  await expect(page.getByRole("button", { name: `Join ${name}` })).toBeVisible();

  await page.goto("/conversations/new");
  await page.getByLabel("Name of the circle").fill("Seams that hold");
  await page.getByRole("button", { name: "Make the circle" }).click();
  await expect(page.getByRole("alert").getByText("Choose somebody.")).toBeVisible();
  await expect(page.getByLabel("Name of the circle")).toHaveValue("Seams that hold");
  await page.getByLabel(/Ben Mentee/).check();
  await page.getByRole("button", { name: "Make the circle" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Seams that hold");
  await page.getByText("Leave", { exact: true }).click();
  await page.getByRole("button", { name: "Leave Seams that hold" }).click();
  await expect(page).toHaveURL(/\/conversations$/);
  await context.close();
});

test("a member who is removed from a circle is shown out at once", async ({ browserOf, stack }) => {
  const { mentor, mentee } = await twoWhoTalk(stack);
  const makers = await browserOf(mentor);
  await makers.goto("/conversations/new");
  await makers.getByLabel("Name of the circle").fill("Gates that close");
  await makers.getByLabel(/Ben Mentee/).check();
  await makers.getByRole("button", { name: "Make the circle" }).click();
  await expect(makers.getByRole("heading", { name: "Gates that close" })).toBeVisible();
  const roomId = new URL(makers.url()).pathname.split("/").at(-1) ?? "";
  const his = await enterRoom(await browserOf(mentee), roomId);
  await say(his, "Here I am");
  await expect(said(makers)).toHaveText(["Here I am"]);
  await makers.goto(`/conversations/${roomId}/people`);
  await makers.getByRole("button", { name: "Remove Ben Mentee" }).click();
  await expect(his.getByText("You are no longer in this conversation.", { exact: true })).toBeVisible();
});
