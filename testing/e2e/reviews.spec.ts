import { z } from "zod";
import type { RunningStack } from "#testing/stack.ts";
import { expect, test } from "./fixtures.ts";
import { ask, callApi, type Person } from "./people.ts";

/** A mentorship of the two that the mentor has ended. @returns its id */
async function endedOne(stack: RunningStack, mentor: Person, mentee: Person): Promise<string> {
  const id = await ask(stack, mentee, mentor);
  const roomId = z.object({ roomId: z.string() });
  const post = { as: mentor, method: "POST" };
  await callApi(stack, { ...post, path: `/requests/${id}/accept`, answer: roomId });
  await callApi(stack, { ...post, path: `/requests/${id}/end`, answer: z.null() });
  return id;
}

test("the mentee of an ended mentorship reviews it; the mentor's page and card show it, a filter finds it", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const [mentor, mentee] = await Promise.all([
    personWith({ name: `Wanda Weldmann ${crypto.randomUUID().slice(0, 8)}`, places: 1 }),
    personWith({ name: "Pit Mentee" }),
  ]);
  const id = await endedOne(stack, mentor, mentee);
  const page = await browserOf(mentee);
  const search = `/mentors?${new URLSearchParams({ q: mentor.name })}`;
  const card = page.getByRole("article", { name: mentor.name });
  await page.goto(`${search}&rating=4.5`);
  await expect(card).toHaveCount(0);

  await page.goto("/requests?as=mentee");
  await page.getByRole("link", { name: "Say how it was" }).click();
  await page.getByRole("button", { name: "Review Wanda" }).click();
  await page.getByRole("alert").getByRole("link", { name: "Choose how many stars." }).click();
  await page.getByLabel("5 stars").check();
  await page.getByLabel("In your words").fill("Patient. <b>Really</b>\nThe gate closes.");
  await page.getByRole("button", { name: "Review Wanda" }).click();
  await expect(page.getByText("Your review of Wanda is saved")).toBeVisible();

  await page.goto(search);
  await expect(card.getByText("5 of 5, from 1 review").first()).toBeVisible();
  await page.getByText("More filters").click();
  const filter = page.getByLabel("Reviews");
  const option = filter.locator("option", { hasText: /^4\.5 of 5 or more \(\d+\)$/ });
  await filter.selectOption({ label: (await option.textContent()) ?? "" });
  await expect(page).toHaveURL(/rating=4.5/);
  await expect(card).toBeVisible();

  await card.getByRole("heading").getByRole("link").click();
  const said = page.getByRole("region", { name: "What mentees say" });
  await expect(said.getByText("Patient. <b>Really</b>")).toBeVisible();
  await expect(said.getByText("5 of 5 stars")).toBeAttached();
  await expect(said.getByText("Pit Mentee")).toBeVisible();

  await page.goto(`/requests/${id}`);
  await page.getByLabel("3 stars").check();
  await page.getByRole("button", { name: "Change your review" }).click();
  await expect(page.getByText("Your review of Wanda is saved")).toBeVisible();
  await page.goto(`${search}&rating=4.5`);
  await expect(card).toHaveCount(0);
  await page.goto(search);
  await expect(card.getByText("3 of 5, from 1 review").first()).toBeVisible();
});

test("a review is written without JavaScript, and the mentor reads it", async ({
  browser,
  browserOf,
  personWith,
  stack,
}) => {
  const [mentor, mentee] = await Promise.all([
    personWith({ name: "Orla Mentor", places: 1 }),
    personWith({ name: "Pit Mentee" }),
  ]);
  const id = await endedOne(stack, mentor, mentee);
  const storageState = await (await browserOf(mentee)).context().storageState();
  const context = await browser.newContext({ baseURL: stack.url, javaScriptEnabled: false, storageState });
  const page = await context.newPage();
  await page.goto(`/requests/${id}`);
  await page.getByRole("button", { name: "Review Orla" }).click();
  await expect(page.getByRole("alert").getByText("Choose how many stars.")).toBeVisible();
  await page.getByLabel("4 stars").check();
  await page.getByLabel("In your words").fill("We lost some weeks to calendars.");
  await page.getByRole("button", { name: "Review Orla" }).click();
  await expect(page.getByText("Your review of Orla is saved")).toBeVisible();
  await context.close();

  const hers = await browserOf(mentor);
  await hers.goto(`/requests/${id}`);
  const how = hers.getByRole("region", { name: "How it was for Pit" });
  await expect(how.getByText("We lost some weeks to calendars.")).toBeVisible();
  await expect(how.getByText("4 of 5 stars")).toBeAttached();
  await expect(how.getByRole("button")).toHaveCount(0);
});
