import { expect, test } from "./fixtures.ts";

test("search answers without JavaScript, with a reason on each result", async ({ browser, stack }) => {
  const context = await browser.newContext({ baseURL: stack.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/");
  await page.getByLabel(/What do you need/).fill("I freeze when I have to present to executives");
  await page.getByRole("button", { name: /Search/ }).click();
  const results = page.getByRole("article");
  await expect(results).toHaveCount(10);
  for (const result of await results.all()) await expect(result.getByRole("term").first()).toBeVisible();
  await page
    .getByRole("link", { name: /next|older|more/i })
    .first()
    .click();
  await expect(results.first()).toBeVisible();
  await context.close();
});

test("a whole word is a skill, a part of a word is not", async ({ browserOf }) => {
  const page = await browserOf();
  await page.goto("/mentors?q=retail");
  await expect(
    page.getByRole("list", { name: "Read as" }).getByText(/Artificial Intelligence|^AI$/),
  ).toHaveCount(0);
});

test("nobody fits: the page says so and teaches the next step", async ({ browserOf }) => {
  const page = await browserOf();
  await page.goto("/mentors?q=public+speaking&skill=welding&lang=eu&hours=40");
  await expect(page.getByRole("article")).toHaveCount(0);
  await expect(page.getByText(/nobody/i).first()).toBeVisible();
});

test("a page that does not exist and one that may not be seen say so in words", async ({ browserOf }) => {
  const page = await browserOf("mentee");
  expect((await page.goto("/nothing-here"))?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect((await page.goto("/admin"))?.status()).toBe(403);
  await expect(page.locator("body")).not.toContainText(/at .*\.(ts|js):\d/);
});
