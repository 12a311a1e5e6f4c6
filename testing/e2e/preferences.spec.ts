import { problems } from "./axe.ts";
import { expect, test } from "./fixtures.ts";
import { ask, letterTo, linkIn } from "./people.ts";

test("somebody chooses what to hear of, and stands where they left off after a mistake", async ({
  browserOf,
  personWith,
}) => {
  const page = await browserOf(await personWith());
  await page.goto("/notifications");
  await page.getByRole("link", { name: "Choose what you hear of" }).click();
  const mail = page.getByLabel("Somebody new fits a search of mine: E-mail");
  await expect(mail).not.toBeChecked();
  await expect(page.getByLabel("A message that I reported is decided about: E-mail")).toBeChecked();
  await mail.check();
  await page.getByLabel("How often").selectOption("weekly");
  await page.getByLabel("Quiet from").fill("22:30");
  await page.getByRole("button", { name: "Save what I hear of" }).click();
  await expect(page.getByRole("alert")).toContainText("Give both times");
  await expect(mail).toBeChecked();
  await page.getByLabel("Until").fill("07:00");
  expect(await problems(page)).toEqual([]);
  await page.getByRole("button", { name: "Save what I hear of" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.reload();
  await expect(mail).toBeChecked();
  await expect(page.getByLabel("How often")).toHaveValue("weekly");
  await expect(page.getByLabel("Quiet from")).toHaveValue("22:30");
});

test("a page that is older than a topic turns it off for nobody", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const page = await browserOf(await personWith());
  await page.goto("/notifications/preferences");
  const asked = await page
    .locator('input[name="topics[]"]')
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  expect(asked).toContain("reports");
  // as a browser without scripts sends it: boxes that are empty are left out, and so is what the page never had
  const form = new URLSearchParams({
    intent: "save",
    version: "0",
    digest: "off",
    quietFrom: "",
    quietUntil: "",
  });
  for (const topic of asked) if (topic !== "reports") form.append("topics[]", topic);
  const post = () =>
    page.request.post("/notifications/preferences", {
      data: form.toString(),
      headers: { "content-type": "application/x-www-form-urlencoded", origin: stack.url },
    });
  form.set("quietFrom", "22:30");
  const refused = await (await post()).text();
  expect(refused).toMatch(
    /<input[^>]*value="reports:mail"[^>]*checked|<input[^>]*checked[^>]*value="reports:mail"/,
  );
  form.set("quietFrom", "");
  expect((await post()).url()).toContain("?saved");
  await page.reload();
  await expect(page.getByLabel("A message that I reported is decided about: E-mail")).toBeChecked();
  await expect(page.getByLabel("Somebody asks for my help: E-mail")).not.toBeChecked();
});

test("a letter's way out needs no sign-in: looking changes nothing, one post does", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const [mentor, mentee] = [await personWith({ places: 2 }), await personWith()];
  await ask(stack, mentee, mentor);
  const letter = await letterTo(stack, mentor.email, /asks for your help/);
  const wayOut = linkIn(letter, "/unsubscribe?token=");
  const stranger = await browserOf();
  await stranger.goto(wayOut);
  await expect(stranger.getByRole("heading", { name: "Fewer letters?" })).toBeVisible();
  expect(await problems(stranger)).toEqual([]);
  // as a mail program does it: no cookie, no origin, no page
  const oneClick = await fetch(wayOut, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
    redirect: "manual",
  });
  expect(oneClick.status).toBe(200);
  await stranger.reload();
  await expect(stranger.getByRole("heading", { name: "No more letters like this" })).toBeVisible();
  const own = await browserOf(mentor);
  await own.goto("/notifications/preferences");
  await expect(own.getByLabel("Somebody asks for my help: E-mail")).not.toBeChecked();
  await expect(own.getByLabel("Somebody asks for my help: Here")).toBeChecked();
  const forged = await fetch(`${wayOut}x`, { method: "POST" });
  expect(forged.status).toBe(404);
});
