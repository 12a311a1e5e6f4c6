import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { letterTo, linkIn } from "./people.ts";

const words = "a quite different sentence";

test("a new password comes by letter, ends every session, and whoever was inside comes back to where they went", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const person = await personWith();
  const inside = await browserOf(person);
  await inside.goto("/requests");
  const page = await browserOf();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "I forgot my password" }).click();
  await expect(page.getByRole("heading", { name: "A new password" })).toBeVisible();
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
  const link = linkIn(await letterTo(stack, person.email, /new password/i), "reset-password");
  await page.goto(link);
  await page.getByLabel("New password").fill("too short");
  await page.getByRole("button", { name: "Set it" }).click();
  await expect(page.getByRole("alert")).toContainText("Twelve characters or more");
  await page.getByLabel("New password").fill(words);
  await page.getByRole("button", { name: "Set it" }).click();
  await expect(page.getByText("Your new password is set.")).toBeVisible();

  await inside.getByRole("link", { name: "Conversations" }).click();
  await expect(inside.getByRole("heading", { name: "Welcome back" })).toBeVisible();
  await fillIn(inside, person.email, person.password);
  await expect(inside.getByLabel("Password")).toHaveAccessibleDescription("E-mail or password is not right.");
  await expect(inside.getByLabel("E-mail")).toHaveValue(person.email);
  await fillIn(inside, person.email, words);
  await expect(inside).toHaveURL("/conversations");

  await page.goto(link);
  await page.getByLabel("New password").fill("one more sentence");
  await page.getByRole("button", { name: "Set it" }).click();
  await expect(page.getByRole("alert")).toContainText("This link does not work any more.");
  await expect(page.getByRole("link", { name: "Send me a new link" })).toBeVisible();
});

test("a stranger who follows a link inside signs in and stands there, with its filter", async ({
  browserOf,
  personWith,
}) => {
  const person = await personWith({ places: 1 });
  const page = await browserOf();
  await page.goto("/requests?as=mentor");
  await fillIn(page, person.email, person.password);
  await expect(page).toHaveURL("/requests?as=mentor");
  await page.goto("/profile");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await page.goto("/requests?as=mentor");
  await expect(page.getByRole("heading", { name: "Welcome back" })).toBeVisible();
});

test("after many wrong passwords an account lets nobody try on, and says so", async ({
  browserOf,
  personWith,
}) => {
  const person = await personWith();
  const page = await browserOf();
  await page.goto("/sign-in");
  for (let tried = 0; tried < 10; tried += 1) {
    const answer = await page.request.post("/api/v1/sessions", {
      data: { email: person.email, password: `wrong ${tried}` },
      headers: { origin: new URL(page.url()).origin },
    });
    expect(answer.status()).toBe(401);
  }
  await fillIn(page, person.email, person.password);
  await expect(page.getByRole("alert")).toContainText("Too many tries. Wait a little.");
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(page.getByLabel("E-mail")).toHaveValue(person.email);
});

test("an address that has an account already is told so, and nothing that was typed is lost", async ({
  browserOf,
  personWith,
}) => {
  const person = await personWith();
  const page = await browserOf();
  await page.goto("/sign-up");
  await page.getByLabel("Your name").fill("Somebody Else");
  await page.getByLabel("E-mail").fill(person.email.toUpperCase());
  await page.getByLabel("Password").fill(words);
  await page.getByRole("button", { name: "Make my account" }).click();
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/There is an account with this e-mail/);
  await expect(page.getByLabel("Your name")).toHaveValue("Somebody Else");
});

async function fillIn(page: Page, email: string, password: string) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
