import { expect, test } from "./fixtures.ts";

test("a role takes effect at the next click, and so does taking it away", async ({
  browserOf,
  personWith,
}) => {
  const member = await personWith();
  const [admin, theirs] = await Promise.all([browserOf("admin"), browserOf(member)]);
  expect((await theirs.goto("/admin/audit"))?.status()).toBe(403);
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText("This is not open to you");

  const roles = admin.getByRole("row").filter({ hasText: member.email });
  const change = async (auditor: boolean) => {
    await roles.locator("summary").click();
    await roles.getByRole("checkbox", { name: "auditor" }).setChecked(auditor);
    await roles.getByRole("button", { name: "Save roles" }).click();
  };
  await admin.goto(`/admin?q=${member.email}`);
  await change(true);
  await expect(admin.getByText(/is now .*auditor\. It holds at once\./)).toBeVisible();
  await theirs.getByRole("link", { name: "Go home" }).click();
  await theirs.getByRole("link", { name: "Admin" }).click();
  await theirs.getByRole("link", { name: "Changes" }).click();
  await expect(theirs.getByText("What changed").first()).toBeVisible();
  await expect(theirs.getByText("Save roles")).toHaveCount(0);

  await change(false);
  await expect(admin.getByText(`${member.name} is now mentee. It holds at once.`)).toBeVisible();
  await theirs.getByRole("link", { name: "Refusals" }).click();
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText("This is not open to you");
  await expect(theirs.getByText("What changed")).toHaveCount(0);
  expect((await theirs.reload())?.status()).toBe(403);
  await expect(theirs.getByRole("link", { name: "Admin" })).toHaveCount(0);
});

test("the audit shows a change with before and after, by filter and by page", async ({
  browserOf,
  personWith,
}) => {
  const member = await personWith();
  const page = await browserOf("admin");
  await page.goto(`/admin?q=${member.email}`);
  const row = page.getByRole("row").filter({ hasText: member.email });
  await row.locator("summary").click();
  await row.getByRole("checkbox", { name: "moderator" }).check();
  await row.getByRole("button", { name: "Save roles" }).click();
  await expect(page.getByText(/is now .*moderator/)).toBeVisible();

  await page.getByRole("link", { name: "Changes" }).click();
  await page.getByLabel("Action").fill("user.roles-changed");
  await page.getByLabel("Target").fill(member.id);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByText("changed somebody’s roles")).toHaveCount(2);
  await page.locator("summary", { hasText: "changed somebody’s roles" }).click();
  const changed = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "roles" }) });
  await expect(changed.getByRole("deletion")).toHaveText("mentee");
  await expect(changed.getByRole("insertion")).toHaveText("mentee, moderator");

  await page.getByLabel("Target").fill("nobody");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByText("Nothing here fits this filter.")).toBeVisible();

  await page.getByRole("link", { name: "Show all" }).click();
  const times = page.getByRole("main").locator("time");
  const first = await times.first().getAttribute("datetime");
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page).toHaveURL(/page=2/);
  const later = await times.first().getAttribute("datetime");
  expect(Date.parse(later ?? "")).toBeLessThanOrEqual(Date.parse(first ?? ""));
  await page.getByRole("link", { name: "Newer" }).click();
  await expect(page).toHaveURL(/page=1/);
});

test("a refusal stands in the audit, with who was refused what", async ({ browserOf, personWith }) => {
  const member = await personWith();
  const theirs = await browserOf(member);
  expect((await theirs.goto("/admin/audit"))?.status()).toBe(403);
  const page = await browserOf("admin");
  await expect(async () => {
    await page.goto(`/admin/audit?view=denials&actorId=${member.id}`);
    await expect(page.getByText("read:audit:any").first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByText(member.name).first()).toBeVisible();
});
