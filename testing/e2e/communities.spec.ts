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
  const [ada, lin] = await Promise.all([
    personWith({ name: "Ada Welds" }),
    personWith({ name: "Lin Welds" }),
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
  await hers.getByRole("button", { name: `Join ${name}` }).click();
  await expect(hers).toHaveURL(new RegExp(`/conversations/${roomId}$`));
  const theirs = await enterRoom(await browserOf(lin), roomId);
  await enterRoom(hers, roomId);
  await say(hers, "Who else is here?");
  await expect(said(theirs).last()).toHaveText("Who else is here?");
  await say(theirs, "I am.");
  await expect(said(hers).last()).toHaveText("I am.");
  const other = await hers.context().newPage();
  await other.goto(`/conversations/${roomId}`);
  await other.getByText("Leave", { exact: true }).click();
  await other.getByRole("button", { name: `Leave ${name}` }).click();
  await expect(other).toHaveURL(/\/conversations$/);
  await expect(hers.getByText("You are no longer in this conversation.", { exact: true })).toBeVisible();
  await expect(theirs.getByText(/Ada Welds left\./)).toBeVisible();
  expect((await other.goto(`/conversations/${roomId}`))?.status()).toBe(404);
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
