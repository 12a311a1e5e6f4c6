import { eq } from "drizzle-orm";
import { z } from "zod";
import { connectPostgres } from "#db/connect-postgres.ts";
import { blocks, users } from "#db/tables/index.ts";
import { problems } from "./axe.ts";
import { composer, said, say, twoInARoom } from "./conversation.ts";
import { expect, test } from "./fixtures.ts";
import { callApi } from "./people.ts";

test("a block halts both at once, says why and keeps what was typed, until it is taken off", async ({
  browserOf,
  stack,
}) => {
  const { mentor, mentee, hers, his } = await twoInARoom(stack, browserOf);
  await his.setViewportSize({ width: 390, height: 844 });
  await say(his, "The gate hangs straight.");
  await expect(said(hers)).toHaveText(["The gate hangs straight."]);
  await composer(his).fill("About Friday:");

  // as it stands where both blocks came at the very moment in which the mentorship began
  const { db } = connectPostgres({ url: stack.postgresUrl });
  await db.insert(blocks).values([
    { blockerId: mentor.id, blockedId: mentee.id },
    { blockerId: mentee.id, blockedId: mentor.id },
  ]);
  await callApi(stack, { as: mentor, method: "DELETE", path: `/blocks/${mentee.id}`, answer: z.unknown() });
  await expect(hers.getByText("You and Ben can't write to each other now.")).toBeVisible();
  await expect(his.getByText("You and Ida can't write to each other now.")).toBeVisible();
  await expect(composer(his)).toHaveValue("About Friday:");
  await expect(composer(his)).not.toBeEditable();
  await expect(his.getByRole("button", { name: "Send" })).toHaveCount(0);
  await expect(his.getByLabel(/^More about/)).toHaveCount(0);
  expect(await problems(his)).toEqual([]);

  await his.reload();
  await expect(his.getByText("You have blocked Ida")).toBeVisible();
  await expect(composer(his)).toHaveValue("About Friday:");
  expect(await problems(his)).toEqual([]);
  const another = await his.context().newPage();
  await another.goto("/blocked");
  await another.getByRole("button", { name: "Unblock Ida" }).click();
  await expect(composer(his)).toBeEditable();
  await composer(his).press("Enter");
  await expect(said(hers)).toHaveText(["The gate hangs straight.", "About Friday:"]);
});

test("whoever signs out in another tab is out of the room at once, is told so, and comes back to what they typed", async ({
  browserOf,
  stack,
}) => {
  const { mentee, hers, his } = await twoInARoom(stack, browserOf);
  await his.setViewportSize({ width: 390, height: 844 });
  await expect(hers.getByText("Here now")).toBeVisible();
  await composer(his).fill("Half a sentence");
  const sockets: string[] = [];
  his.on("websocket", (socket) => sockets.push(socket.url()));

  const signedOut = await his.context().request.post("/sign-out", {
    form: {},
    headers: { origin: stack.url },
    maxRedirects: 0,
  });
  expect(signedOut.status()).toBe(302);
  await expect(his.getByText("You are signed out.")).toBeVisible();
  await expect(hers.getByText("Here now")).toHaveCount(0);
  await expect(composer(his)).toHaveValue("Half a sentence");
  expect(await problems(his)).toEqual([]);
  await say(hers, "Are you still there?");
  await expect(hers.getByText("Sending", { exact: true })).toHaveCount(0);
  await expect(said(his)).toHaveCount(0);
  expect(sockets).toEqual([]);

  await his.getByRole("link", { name: "Sign in again" }).click();
  await his.getByLabel("E-mail").fill(mentee.email);
  await his.getByLabel("Password").fill(mentee.password);
  await his.getByRole("button", { name: "Sign in" }).click();
  await expect(said(his)).toHaveText(["Are you still there?"]);
  await expect(composer(his)).toHaveValue("Half a sentence");
});

test("a mentor sets a pace: the other sees it, waits, sees for how long, and their words go out when it is time", async ({
  browserOf,
  stack,
}) => {
  const { hers, his } = await twoInARoom(stack, browserOf);
  await his.setViewportSize({ width: 390, height: 844 });
  await expect(his.getByRole("button", { name: "Set the pace" })).toHaveCount(0);
  await hers.getByText("Slow mode", { exact: true }).click();
  await hers.getByLabel("Between two messages of one person").selectOption("10 seconds");
  await hers.getByRole("button", { name: "Set the pace" }).click();
  for (const page of [hers, his])
    await expect(page.getByText("Slow mode: one message in 10 seconds.")).toBeVisible();

  await say(his, "First");
  await expect(his.getByRole("button", { name: /^In \d+ s$/ })).toBeVisible();
  await say(his, "Second");
  await expect(composer(his)).toHaveValue("Second");
  expect(await problems(his)).toEqual([]);
  await expect(said(hers)).toHaveText(["First"]);
  await expect(his.getByRole("button", { name: "Send" })).toBeVisible();
  await composer(his).press("Enter");
  await expect(said(hers)).toHaveText(["First", "Second"]);
  await hers.getByText("Slow mode", { exact: true }).click();
  await hers.getByLabel("Between two messages of one person").selectOption("No wait");
  await hers.getByRole("button", { name: "Set the pace" }).click();
  await expect(his.getByText(/^Slow mode/)).toHaveCount(0);
  await expect(his.getByRole("button", { name: "Send" })).toBeVisible();
});

test("who moderates takes out another's message, and both see that a moderator did", async ({
  browserOf,
  stack,
}) => {
  const { mentor, hers, his } = await twoInARoom(stack, browserOf);
  const { db } = connectPostgres({ url: stack.postgresUrl });
  await db
    .update(users)
    .set({ roles: ["mentee", "mentor", "moderator"] })
    .where(eq(users.id, mentor.id));
  await hers.reload();
  await hers.setViewportSize({ width: 390, height: 844 });
  await say(his, "Words that hurt");
  await say(hers, "Let us stay kind.");
  await expect(said(his)).toHaveText(["Words that hurt", "Let us stay kind."]);
  await his.getByLabel(/More about Ida's message/).click();
  await expect(his.getByRole("button", { name: "Pin", exact: true })).toBeVisible();
  await expect(his.getByRole("button", { name: "Remove as moderator" })).toHaveCount(0);
  await his.keyboard.press("Escape");

  await hers.getByLabel(/More about Ben's message/).click();
  await hers.getByRole("button", { name: "Remove as moderator" }).click();
  await expect(hers.getByRole("dialog", { name: "Remove this message?" })).toBeVisible();
  expect(await problems(hers)).toEqual([]);
  await hers.getByRole("button", { name: "Remove it" }).click();
  for (const page of [hers, his]) await expect(page.getByText("A moderator removed this.")).toBeVisible();
  await expect(hers.getByRole("dialog")).toHaveCount(0);
  await his.reload();
  await expect(said(his)).toHaveText(["Let us stay kind."]);
  await expect(his.getByText("A moderator removed this.")).toBeVisible();
});
