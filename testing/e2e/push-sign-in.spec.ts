import type { Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { connectPostgres } from "#db/connect-postgres.ts";
import { pushSubscriptions, sessions } from "#db/tables/index.ts";
import { selectReachable } from "#domain/push/select-devices.ts";
import type { RunningStack } from "#testing/stack.ts";
import { expect, test } from "./fixtures.ts";
import type { Credentials, Person } from "./people.ts";
import { outfit, turnOff, turnOn } from "./push.ts";

const databaseOf = ({ postgresUrl }: RunningStack) => connectPostgres({ url: postgresUrl }).db;

/** The addresses to which this person's notifications go now, as the job that sends them reads it. */
const reached = async (stack: RunningStack, { id }: Person): Promise<string[]> => {
  const devices = await selectReachable({ db: databaseOf(stack), now: () => new Date() }, id);
  return devices.map(({ endpoint }) => endpoint);
};

/** Somebody's browser, told to show their notifications. */
async function turnedOn(page: Page): Promise<string> {
  const { endpoint } = await outfit(page.context());
  await page.goto("/notifications/preferences");
  await turnOn(page).click();
  await expect(turnOff(page)).toBeVisible();
  return endpoint;
}

/** By the page's own form, in the same tab and without loading anything anew. */
async function signIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Welcome back" })).toHaveCount(0);
}

/** Every sign-in of theirs runs out; the tab finds out by where it is led next. */
async function runOut(stack: RunningStack, page: Page, { id }: Person): Promise<void> {
  await databaseOf(stack).delete(sessions).where(eq(sessions.userId, id));
  await page.getByRole("link", { name: "Conversations" }).click();
  await expect(page.getByRole("heading", { name: "Welcome back" })).toBeVisible();
}

/** Whether the tab is still the document that it was. */
const mark = (page: Page) => page.evaluate(() => void Reflect.set(window, "isSameDocument", true));
const isMarked = (page: Page) => page.evaluate(() => Reflect.get(window, "isSameDocument") === true);

test("whose sign-in ran out hears nothing, and goes on where they sign in again in the same tab", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const person = await personWith();
  const page = await browserOf(person);
  const endpoint = await turnedOn(page);
  expect(await reached(stack, person)).toEqual([endpoint]);
  await mark(page);
  await runOut(stack, page, person);
  expect(await reached(stack, person)).toEqual([]);
  await signIn(page, person);
  await expect.poll(() => reached(stack, person)).toEqual([endpoint]);
  expect(await isMarked(page)).toBe(true);
  await page.goto("/notifications/preferences");
  await expect(page.getByText(/^On\. This browser shows/)).toBeVisible();
});

test("another person who signs in there is shown nothing of the first, and nothing is turned on for them", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const [first, second] = [await personWith(), await personWith()];
  const page = await browserOf(first);
  const endpoint = await turnedOn(page);
  await runOut(stack, page, first);
  const renewed = page.waitForResponse((answer) => answer.url().endsWith("/api/v1/devices/renew"));
  await signIn(page, second);
  // the page has said whose browser it is now
  expect((await renewed).status()).toBe(204);
  expect([await reached(stack, first), await reached(stack, second)]).toEqual([[], []]);
  await page.goto("/notifications/preferences");
  await expect(page.getByText(/^Off\. This browser can show/)).toBeVisible();
  // by their own press it is theirs, and the first one's no more, who comes back to it
  await turnOn(page).click();
  await expect(turnOff(page)).toBeVisible();
  expect(await reached(stack, second)).toEqual([endpoint]);
  await runOut(stack, page, second);
  await signIn(page, first);
  await page.goto("/notifications/preferences");
  await expect(page.getByText(/^Off\. This browser can show/)).toBeVisible();
  expect([await reached(stack, first), await reached(stack, second)]).toEqual([[], []]);
});

test("who signs out takes the browser's notifications along, and turns them on by a press after signing in", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const person = await personWith();
  const page = await browserOf(person);
  const endpoint = await turnedOn(page);
  await page.goto("/profile");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
  const db = databaseOf(stack);
  expect(await db.select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, person.id))).toEqual(
    [],
  );
  await page.goto("/sign-in");
  await signIn(page, person);
  await page.goto("/notifications/preferences");
  await expect(page.getByText(/^Off\. This browser can show/)).toBeVisible();
  await turnOn(page).click();
  await expect(turnOff(page)).toBeVisible();
  expect(await reached(stack, person)).toEqual([endpoint]);
});
