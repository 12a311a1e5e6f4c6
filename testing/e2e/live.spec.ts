import { composer, enterRoom, said, say } from "./conversation.ts";
import { expect, test, unread } from "./fixtures.ts";
import { ask, twoWhoTalk } from "./people.ts";

test("the bell is right in both tabs of a person, after a notification and after all are read in one", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const [mentor, first, second] = await Promise.all([personWith({ places: 2 }), personWith(), personWith()]);
  const one = await browserOf(mentor);
  const other = await one.context().newPage();
  await one.goto("/");
  await other.goto("/notifications");
  await ask(stack, first, mentor);
  await ask(stack, second, mentor);
  for (const tab of [one, other]) await expect.poll(() => unread(tab)).toBe(2);
  await expect(other.getByRole("listitem").filter({ hasText: second.name })).toBeVisible();
  for (const tab of [one, other]) await expect(tab).toHaveTitle(/^\(2\) /);
  await other.getByRole("link", { name: "Messages" }).click();
  await expect(other.getByText("Nothing of this kind has happened yet.")).toBeVisible();
  await other.getByRole("link", { name: "New", exact: true }).click();
  await expect(other.getByRole("listitem").filter({ hasText: second.name })).toBeVisible();
  await other.getByRole("link", { name: "All", exact: true }).click();

  await other.getByRole("button", { name: "Mark all as read" }).click();
  for (const tab of [one, other]) await expect.poll(() => unread(tab)).toBe(0);
  for (const tab of [one, other]) await expect(tab).not.toHaveTitle(/^\(/);
  await one.reload();
  expect(await unread(one)).toBe(0);
});

test("a tab whose session ended says so, and leads back to where it was", async ({
  browserOf,
  personWith,
}) => {
  const person = await personWith();
  const page = await browserOf(person);
  // the stream ends after some minutes and comes back with the cookie; here it never comes
  await page.route("**/events?*", async (route) => {
    await page.context().clearCookies();
    await route.fulfill({ status: 401 });
  });
  await page.goto("/saved");
  await expect(page.getByText("You are signed out.")).toBeVisible();
  await page.getByRole("link", { name: "Sign in again" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fsaved$/);
});

test("whoever goes offline in mid-conversation comes back to everything, once and in order", async ({
  browserOf,
  stack,
}) => {
  const { mentor, mentee, roomId } = await twoWhoTalk(stack);
  const [hers, his] = [
    await enterRoom(await browserOf(mentor), roomId),
    await enterRoom(await browserOf(mentee), roomId),
  ];
  await say(his, "one");
  await expect(said(hers)).toHaveText(["one"]);

  await his.context().setOffline(true);
  await expect(his.getByText(/You are offline/)).toBeVisible();
  await say(his, "three");
  await say(his, "four");
  await expect(his.getByText("Waiting to go out")).toHaveCount(2);
  await say(hers, "two");
  await expect(said(hers)).toHaveText(["one", "two"]);
  await expect(said(his)).toHaveText(["one", "three", "four"]);
  await his.context().setOffline(false);

  const all = ["one", "two", "three", "four"];
  for (const page of [hers, his]) await expect(said(page)).toHaveText(all);
  await expect(his.getByText("Waiting to go out")).toHaveCount(0);
  await say(hers, "five");
  for (const page of [hers, his]) await expect(said(page)).toHaveText([...all, "five"]);
  await his.reload();
  await expect(said(his)).toHaveText([...all, "five"]);
});

test("a message that waits on this device outlives a reload", async ({ browserOf, stack }) => {
  const { mentor, mentee, roomId } = await twoWhoTalk(stack);
  const hers = await enterRoom(await browserOf(mentor), roomId);
  const his = await browserOf(mentee);
  let cut = true;
  await his.routeWebSocket(/\/socket/, (socket) => {
    if (cut) socket.close();
    else socket.connectToServer();
  });
  await his.goto(`/conversations/${roomId}`);
  await say(his, "Written on a train.");
  await his.reload();
  await expect(said(his)).toHaveText(["Written on a train."]);
  await expect(said(hers)).toHaveCount(0);
  cut = false;
  await his.reload();
  for (const page of [hers, his]) await expect(said(page)).toHaveText(["Written on a train."]);
  await expect(his.getByText(/Waiting to go out|Sending/)).toHaveCount(0);
});

test("a reload keeps what was begun, and sending empties it", async ({ browserOf, stack }) => {
  const { mentee, roomId } = await twoWhoTalk(stack);
  const page = await enterRoom(await browserOf(mentee), roomId);
  await composer(page).fill("I begin to say");
  await page.reload();
  await expect(composer(page)).toHaveValue("I begin to say");
  await composer(page).press("Enter");
  await expect(said(page)).toHaveText(["I begin to say"]);
  await page.reload();
  await expect(said(page)).toHaveText(["I begin to say"]);
  await expect(composer(page)).toHaveValue("");
});

test("nothing and 20,000 characters are no message: the second is refused in words and kept", async ({
  browserOf,
  stack,
}) => {
  const { mentee, roomId } = await twoWhoTalk(stack);
  const page = await enterRoom(await browserOf(mentee), roomId);
  await say(page, "");
  await say(page, "   \n ");
  await expect(page.getByText("Nobody has written yet")).toBeVisible();
  const long = "long ".repeat(4_000).trimEnd();
  await say(page, long);
  await expect(page.getByText(/At most 8,000 characters; these are 19,999/)).toBeVisible();
  await expect(composer(page)).toHaveValue(long);
  await expect(composer(page)).toBeFocused();
  await expect(page.getByText("Nobody has written yet")).toBeVisible();
  await say(page, "Short.");
  await expect(said(page)).toHaveText(["Short."]);
});

test("each sees that the other is here, writes, and has read", async ({ browserOf, stack }) => {
  const { mentor, mentee, roomId } = await twoWhoTalk(stack);
  const hers = await enterRoom(await browserOf(mentor), roomId);
  await expect(hers.getByText("Here now")).toHaveCount(0);
  const his = await enterRoom(await browserOf(mentee), roomId);
  await expect(hers.getByText("Here now")).toBeVisible();
  await composer(his).pressSequentially("Good ev");
  await expect(hers.getByText("Ben is writing")).toBeVisible();
  await his.keyboard.press("Enter");
  await expect(hers.getByText("Ben is writing")).toHaveCount(0);
  await expect(his.getByText("Read", { exact: true })).toBeVisible();
  await his.goto("/conversations");
  await expect(hers.getByText("Here now")).toHaveCount(0);
});

test("a message to somebody elsewhere stands in their conversations and at the bell by itself, until it is read", async ({
  browserOf,
  stack,
}) => {
  const { mentor, mentee, roomId } = await twoWhoTalk(stack);
  const hers = await browserOf(mentor);
  await hers.goto("/conversations");
  // of the request that opened the room
  await expect.poll(() => unread(hers)).toBe(1);
  const his = await enterRoom(await browserOf(mentee), roomId);
  await say(his, "Are you there?");
  const row = hers.getByRole("listitem").filter({ hasText: "Are you there?" });
  await expect(row.getByText("1 new")).toBeVisible();
  await expect.poll(() => unread(hers)).toBe(2);
  await row.getByRole("link").first().click();
  await expect(said(hers)).toHaveText(["Are you there?"]);
  await expect(his.getByText("Read", { exact: true })).toBeVisible();
  await hers.goto("/conversations");
  await expect(row).toBeVisible();
  await expect(row.getByText(/new/)).toHaveCount(0);
  await expect.poll(() => unread(hers)).toBe(1);
});
