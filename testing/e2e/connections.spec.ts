import { problems } from "./axe.ts";
import { expect, test } from "./fixtures.ts";

test("who is invited and accepts stands nearer, and the mentor's page says through whom", async ({
  browserOf,
  personWith,
}) => {
  const [mentor, friend, me] = await Promise.all([
    personWith({ name: "Orla Mentor", places: 2 }),
    personWith({ name: "Bruno Friend", places: 2 }),
    personWith({ name: "Pit Mentee" }),
  ]);
  for (const [from, to, first] of [
    [me, friend, "Bruno"],
    [friend, mentor, "Orla"],
  ] as const) {
    const [asks, answers] = await Promise.all([browserOf(from), browserOf(to)]);
    await asks.goto(`/mentors/${to.id}`);
    await asks.getByRole("button", { name: `Connect with ${first}` }).click();
    await expect(asks.getByText(`You invited ${first}`)).toBeVisible();
    await answers.goto("/connections");
    await answers.getByRole("button", { name: /^Accept / }).click();
    await expect(
      answers.getByText("You know one person").or(answers.getByText("You know 2 people")),
    ).toBeVisible();
  }
  const page = await browserOf(me);
  await page.goto(`/mentors/${mentor.id}`);
  await expect(page.getByText("From you to Orla, through Bruno Friend")).toBeAttached();
});

test("a mentor is saved for later, and found under Saved", async ({ browserOf, personWith }) => {
  const [mentor, me] = await Promise.all([personWith({ name: "Orla Mentor", places: 2 }), personWith()]);
  const page = await browserOf(me);
  await page.goto(`/mentors/${mentor.id}`);
  await page.getByRole("button", { name: "Save Orla for later" }).click();
  await expect(page.getByRole("button", { name: "Take Orla out of Saved" })).toBeVisible();
  await page.goto("/saved");
  await expect(page.getByRole("link", { name: "Orla Mentor" })).toBeVisible();
});

test("a stranger who wants to hear of somebody new signs in, and the search is kept", async ({
  browserOf,
  personWith,
}) => {
  const me = await personWith();
  const page = await browserOf();
  await page.goto("/mentors?q=welding");
  await page.getByRole("link", { name: "Sign in to hear of somebody new who fits" }).click();
  await page.getByLabel("E-mail").fill(me.email);
  await page.getByLabel("Password").fill(me.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Tell me when somebody new fits" }).click();
  await expect(page.getByText("Kept. You hear as soon as somebody new fits.")).toBeVisible();
  await expect(page.getByRole("link", { name: /welding/i })).toBeVisible();
});

test("without JavaScript a mentor is saved, a search watched, and who is blocked not found until it is taken off", async ({
  browser,
  browserOf,
  personWith,
  stack,
}) => {
  const [mentor, me] = await Promise.all([personWith({ name: "Orla Mentor", places: 2 }), personWith()]);
  const signedIn = await browserOf(me);
  const storageState = await signedIn.context().storageState();
  const context = await browser.newContext({ baseURL: stack.url, javaScriptEnabled: false, storageState });
  const page = await context.newPage();
  await page.goto(`/mentors/${mentor.id}`);
  await page.getByRole("button", { name: "Save Orla for later" }).click();
  await page.goto("/mentors?q=welding");
  await page.getByRole("button", { name: "Tell me when somebody new fits" }).click();
  await expect(page.getByText("Kept. You hear as soon as somebody new fits.")).toBeVisible();
  await page.goto("/saved");
  await expect(page.getByRole("link", { name: "Orla Mentor" })).toBeVisible();
  await expect(page.getByRole("link", { name: /welding/i })).toBeVisible();
  await page.goto(`/mentors/${mentor.id}`);
  await page.getByText("Block Orla").first().click();
  await page.getByRole("button", { name: "Block Orla" }).click();
  await expect(page.getByText("Blocked. You do not find or see each other any more.")).toBeVisible();
  expect((await page.goto(`/mentors/${mentor.id}`))?.status()).toBe(404);
  await signedIn.goto("/blocked");
  expect(await problems(signedIn)).toEqual([]);
  await page.goto("/blocked");
  await page.getByRole("button", { name: "Unblock Orla" }).click();
  await expect(page.getByText("You have blocked nobody.")).toBeVisible();
  expect((await page.goto(`/mentors/${mentor.id}`))?.status()).toBe(200);
  await context.close();
});

test("the search box offers skills, people and past words by the keyboard alone", async ({
  browserOf,
  personWith,
}) => {
  const [mentor, mentee] = await Promise.all([
    personWith({ name: `Q${crypto.randomUUID().replaceAll("-", "").slice(0, 14)}`, places: 2 }),
    personWith(),
  ]);
  const page = await browserOf(mentee);
  await page.goto("/mentors");
  const box = page.getByRole("combobox", { name: "What do you need?" });
  await box.fill("kuberntes");
  const skill = page.getByRole("group", { name: "Skills" }).getByRole("option").first();
  await expect(skill).toContainText("Kubernetes");
  await box.press("ArrowDown");
  await expect(box).toHaveAttribute("aria-activedescendant", (await skill.getAttribute("id")) ?? "");
  await box.press("Enter");
  await expect(page).toHaveURL(/q=Kubernetes/);
  await expect(page.getByRole("list", { name: "Read as" }).getByText("Kubernetes")).toBeVisible();

  await box.fill("");
  await expect(page.getByRole("group", { name: "You looked for" }).getByRole("option").first()).toHaveText(
    "Kubernetes",
  );
  await box.press("Escape");
  await expect(box).toHaveAttribute("aria-expanded", "false");
  await box.fill(mentor.name);
  const person = page.getByRole("group", { name: "People" }).getByRole("option");
  await expect(person).toContainText(mentor.name);
  await box.press("ArrowDown");
  await box.press("End");
  await box.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(mentor.name);
});
