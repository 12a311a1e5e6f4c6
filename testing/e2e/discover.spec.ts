import { expect, test } from "./fixtures.ts";

test("search answers without JavaScript, with a reason on each result", async ({ browser, stack }) => {
  const context = await browser.newContext({ baseURL: stack.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/");
  await page.getByLabel(/What do you need/).fill("I freeze when I have to present to executives");
  await page.getByRole("button", { name: "See who can help" }).click();
  const results = page.getByRole("article");
  await expect(results).toHaveCount(10);
  for (const result of await results.all()) await expect(result.getByRole("term").first()).toBeVisible();
  const best = await results.first().getByRole("heading").textContent();
  await page.getByRole("link", { name: "More people" }).click();
  await expect(page.getByRole("link", { name: "Better fits" })).toBeVisible();
  await expect(results.first().getByRole("heading")).not.toHaveText(best ?? "");
  await context.close();
});

test("a claim in the sentence why leads to its evidence", async ({ browserOf }) => {
  const page = await browserOf("mentee");
  await page.goto("/mentors?q=public+speaking");
  const claim = page.getByRole("article").first().getByRole("paragraph").getByRole("link").first();
  const id = (await claim.getAttribute("href"))?.slice(1);
  await claim.click();
  await expect(page.locator(`[id="${id}"]`).getByRole("definition")).toBeInViewport();
});

test("a whole word is a skill, a part of a word is not", async ({ browserOf }) => {
  const page = await browserOf();
  const readAs = page.getByRole("list", { name: "Read as" });
  await page.goto("/mentors?q=welding");
  await expect(readAs.getByText("Welding")).toBeVisible();
  await page.goto("/mentors?q=unwelding");
  await expect(page.getByRole("article").first()).toBeVisible();
  await expect(readAs.getByText("Welding")).toHaveCount(0);
});

test("nobody fits: the page says so, and its way on leads to people", async ({ browserOf }) => {
  const page = await browserOf();
  await page.goto("/mentors?q=public+speaking&skill=welding&lang=eu&hours=40");
  await expect(page.getByRole("article")).toHaveCount(0);
  await expect(page.getByText(/Nobody here fits all of this yet/)).toBeVisible();
  await page.getByRole("link", { name: "Start afresh" }).click();
  await expect(page.getByRole("article").first()).toBeVisible();
});

test("a filter says whom it leads to, leads there, and the whole search stands in the address", async ({
  browserOf,
}) => {
  const page = await browserOf("mentee");
  await page.goto("/mentors?q=public+speaking");
  await page.getByText("More filters").click();
  const field = page.getByLabel("Field");
  const option = await field.locator("option").nth(1).textContent();
  const [, name, count] = /^(.*) \((\d+)\)$/.exec(option ?? "") ?? [];
  await field.selectOption({ label: option ?? "" });
  await expect(page).toHaveURL(/cluster=/);
  await expect(page.getByRole("article").first()).toBeVisible();
  await expect(page.getByLabel("Field").locator("option:checked")).toContainText(name!);
  expect(Number(count)).toBeGreaterThan(0);
  await page.getByLabel("Order").selectOption({ label: "Closest first" });
  await expect(page.getByText(/the closest first/)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Field").locator("option:checked")).toContainText(name!);
  await page.goBack();
  await expect(page.getByText(/the best fit first/)).toBeVisible();
});

test("pages of one search hold nobody twice, and a mentor's page weighs each reason", async ({
  browserOf,
}) => {
  const page = await browserOf("mentee");
  await page.goto("/mentors");
  // by address: two people may have one name
  const profiles = () =>
    page
      .getByRole("article")
      .getByRole("heading")
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  const first = await profiles();
  await page.getByRole("link", { name: "More people" }).click();
  await expect(page).toHaveURL(/at=/);
  await expect(page.getByText("11 to 20 of")).toBeVisible();
  expect(new Set([...first, ...(await profiles())]).size).toBe(20);
  await page.goto("/mentors?q=public+speaking");
  await page.getByRole("article").first().getByRole("heading").getByRole("link").click();
  await page.getByText("How this was weighed").click();
  await expect(page.getByText(/What your words mean, \d+ %/)).toBeVisible();
});

test("nobody fits closely: the nearest are called that, and the search can be watched", async ({
  browserOf,
}) => {
  const page = await browserOf("mentee");
  await page.goto("/mentors?q=gliding+licence,+i+keep+losing+the+thermal+when+i+circle+left");
  await expect(page.getByText(/These come nearest/)).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(5);
  await page.getByRole("button", { name: "Tell me when somebody new fits" }).click();
  await expect(page).toHaveURL(/\/saved/);
  await expect(page.getByText(/gliding licence/).first()).toBeVisible();
});

test("a page that does not exist and one that may not be seen say so in words", async ({ browserOf }) => {
  const page = await browserOf("mentee");
  expect((await page.goto("/nothing-here"))?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This way ends here");
  expect((await page.goto("/admin"))?.status()).toBe(403);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This is not open to you");
  await expect(page.locator("body")).not.toContainText(/at .*\.(ts|js):\d/);
});
