import { expect, test, unread } from "./fixtures.ts";
import { letterTo, linkIn, somebodyNew } from "./people.ts";

test("somebody new finds a mentor, asks, is accepted, and the two talk", async ({ browserOf, stack }) => {
  test.setTimeout(180_000);
  const nadia = somebodyNew();
  const mentee = await browserOf();

  await test.step("makes an account and confirms the address by the letter", async () => {
    await mentee.goto("/sign-up");
    await mentee.getByLabel("Your name").fill(nadia.name);
    await mentee.getByLabel("E-mail").fill(nadia.email);
    await mentee.getByLabel("Password").fill(nadia.password);
    await mentee.getByRole("button", { name: "Make my account" }).click();
    await expect(mentee.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
    const letter = await letterTo(stack, nadia.email, /confirm/i);
    await mentee.goto(linkIn(letter, "verify-email"));
    await mentee.getByRole("button", { name: "Confirm my address" }).click();
  });

  await test.step("says who they are in three steps", async () => {
    await expect(mentee).toHaveURL(/onboarding\/1/);
    await mentee.getByLabel("I look for somebody who helps me").check();
    await mentee.getByLabel("Who are you, in one line?").fill("Marine geologist who freezes on stage");
    await mentee.getByRole("combobox", { name: "First language" }).selectOption({ label: "English" });
    await mentee.getByRole("button", { name: /^Next/ }).click();
    await expect(mentee).toHaveURL(/onboarding\/2/);
    await mentee.getByRole("combobox", { name: "Skills you want to grow" }).pressSequentially("public spe");
    await mentee
      .getByRole("option", { name: /Public Speaking/ })
      .first()
      .click();
    await mentee.getByRole("button", { name: /^Next/ }).click();
    await expect(mentee).toHaveURL(/onboarding\/3/);
    await mentee.getByRole("button", { name: /^Done/ }).click();
    await expect(mentee.getByText("You are here")).toBeVisible();
  });

  await test.step("searches in their own words and sees reasons", async () => {
    await mentee.getByLabel(/What do you need/).fill("I know my talk by heart and freeze when it counts");
    await mentee.getByRole("button", { name: "Search" }).click();
    await expect(mentee).toHaveURL(/mentors\?q=/);
    const entry = mentee.getByRole("article", { name: "Simone Tremblay" });
    await expect(entry.getByRole("heading")).toBeVisible();
    const evidence = await entry.getByRole("paragraph").getByRole("link").first().getAttribute("href");
    await expect(mentee.locator(`[id="${evidence?.slice(1)}"]`)).toBeVisible();
    await entry.getByRole("link", { name: /Ask Simone/ }).click();
  });

  const mentor = await browserOf("mentor");
  await test.step("asks, and the mentor hears of it by itself and by letter", async () => {
    await mentor.goto("/");
    const before = await unread(mentor);
    await mentee.getByLabel("What do you want help with?").fill("I open my mouth and nothing comes.");
    await mentee
      .getByLabel("What would be different afterwards?")
      .fill("I say the first sentence without notes.");
    await mentee.getByRole("button", { name: /Send|Ask/ }).click();
    await expect(mentee).toHaveURL(/requests/);
    await expect.poll(() => unread(mentor)).toBe(before + 1);
    await letterTo(stack, "simone@people.atas.example", new RegExp(nadia.name));
  });

  await test.step("is accepted, and hears of it by itself and by letter", async () => {
    await mentor.goto("/requests?as=mentor");
    await mentor.getByRole("button", { name: "Accept Nadia" }).click();
    await expect(mentee.getByText(/accepted/i).first()).toBeVisible();
    await letterTo(stack, nadia.email, /Simone/);
  });

  await test.step("talks, both ways, without reloading", async () => {
    await mentor.goto("/conversations");
    await mentor.getByRole("link", { name: new RegExp(nadia.name) }).click();
    await mentee.goto("/conversations");
    await mentee.getByRole("link", { name: /Simone Tremblay/ }).click();
    await mentee.getByLabel(/Write to Simone/).fill("Good evening, Simone.");
    await mentee.getByRole("button", { name: "Send" }).click();
    await expect(mentor.getByText("Good evening, Simone.")).toBeVisible();
    await mentor.getByLabel(/Write to Nadia/).fill("Send me only the first sentence. <b>Not</b> the slide.");
    await mentor.keyboard.press("Enter");
    await expect(mentee.getByText("Send me only the first sentence. <b>Not</b> the slide.")).toBeVisible();
    await mentee.reload();
    await expect(mentee.getByText("Good evening, Simone.")).toHaveCount(1);
  });
});
