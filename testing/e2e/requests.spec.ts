import type { Page } from "@playwright/test";
import { z } from "zod";
import { expect, test, unread } from "./fixtures.ts";
import { ask, callApi, letterTo, type Person } from "./people.ts";

const list = z.object({ requests: z.array(z.object({ id: z.string(), state: z.string() })) });

test("a mentor declines with a reason, and the mentee reads it by itself and may ask again", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const [mentor, mentee, another] = await Promise.all([
    personWith({ name: "Orla Mentor", places: 1 }),
    personWith({ name: "Pit Mentee" }),
    personWith({ name: "Rui Mentee" }),
  ]);
  const id = await ask(stack, mentee, mentor);
  const [his, hers] = await Promise.all([browserOf(mentee), browserOf(mentor)]);
  await his.goto(`/requests/${id}`);
  await expect(his.getByText(/has 7 days left to answer|has 6 days/)).toBeVisible();

  await hers.goto("/requests?as=mentor");
  await hers.getByText("Decline Pit").first().click();
  await hers.getByRole("button", { name: "Decline Pit" }).click();
  await expect(hers.getByRole("alert")).toBeFocused();
  await hers.getByLabel("A word to Pit on why").fill("I am on a ship until June.");
  // what comes in meanwhile stands in the list, and takes neither the refusal nor the words away
  await ask(stack, another, mentor);
  await expect(hers.getByRole("button", { name: "Accept Rui" })).toBeVisible();
  await expect(hers.getByRole("alert")).toBeVisible();
  await expect(hers.getByLabel("A word to Pit on why")).toHaveValue("I am on a ship until June.");
  await hers.getByRole("button", { name: "Decline Pit" }).click();
  await expect(hers.getByText("You declined. Pit reads your reason")).toBeVisible();

  await expect(his.getByText("I am on a ship until June.")).toBeVisible();
  await expect(his.getByRole("heading", { name: "Orla declined" })).toBeVisible();
  await fillRequest(his, mentor, { message: "Now that you are back?", goal: "A seam that holds." });
  await his.getByRole("button", { name: "Send to Orla" }).click();
  await expect(his.getByText("Your request is with Orla.")).toBeVisible();
});

test("a mentee changes the words while they wait, takes the request back, and asks again", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const [mentor, mentee] = await Promise.all([
    personWith({ name: "Orla Mentor", places: 1 }),
    personWith({ name: "Pit Mentee" }),
  ]);
  const id = await ask(stack, mentee, mentor);
  const page = await browserOf(mentee);
  await page.goto(`/requests/${id}`);
  await page.getByLabel("What do you want help with?").fill("May I come on Tuesdays?");
  await page.getByRole("button", { name: "Send the new words" }).click();
  await expect(page.getByText("Your new words are with Orla.")).toBeVisible();
  const seen = z.object({ message: z.string() });
  expect(await callApi(stack, { as: mentor, path: `/requests/${id}`, answer: seen })).toEqual({
    message: "May I come on Tuesdays?",
  });

  await page.getByText("Take it back").first().click();
  await page.getByRole("button", { name: "Take it back" }).click();
  await expect(page.getByText("You took your request to Orla back.")).toBeVisible();
  await fillRequest(page, mentor, { message: "I changed my mind.", goal: "A seam that holds." });
  await page.getByRole("button", { name: "Send to Orla" }).click();
  await expect(page.getByText("Your request is with Orla.")).toBeVisible();
  const { requests } = await callApi(stack, { as: mentor, path: "/requests?as=mentor", answer: list });
  expect(requests.map(({ state }) => state)).toEqual(["pending", "withdrawn"]);
});

test("who asks a full mentor stands in line, and the first in line hears when a place is free", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const [mentor, lucky, first, second] = await Promise.all([
    personWith({ name: "Orla Mentor", places: 1 }),
    personWith(),
    personWith({ name: "Pit Mentee" }),
    personWith({ name: "Rui Mentee" }),
  ]);
  const taken = await ask(stack, lucky, mentor);
  const act = { as: mentor, method: "POST", answer: z.unknown() };
  await callApi(stack, { ...act, path: `/requests/${taken}/accept` });

  const [firsts, seconds] = [await browserOf(first), await browserOf(second)];
  for (const page of [firsts, seconds]) {
    await page.goto(`/mentors/${mentor.id}/ask`);
    await expect(page.getByText("Orla has no free place now.")).toBeVisible();
    await fillWords(page, { message: "I can wait.", goal: "A seam that holds." });
    await page.getByRole("button", { name: "Take a place in line" }).click();
    await expect(page.getByText("You are in line for a place with Orla")).toBeVisible();
  }
  await callApi(stack, { ...act, path: `/requests/${taken}/complete` });
  await expect.poll(() => unread(firsts)).toBe(1);
  await letterTo(stack, first.email, /place|Orla/);
  await firsts.goto("/requests");
  await firsts.getByRole("link", { name: "Orla Mentor" }).click();
  await expect(firsts.getByText(/Orla has .* left to answer/)).toBeVisible();
  await seconds.reload();
  await seconds.getByRole("link", { name: "Orla Mentor" }).click();
  await expect(seconds.getByText("You are next in line")).toBeVisible();
  expect(await unread(seconds)).toBe(0);
});

test("who loses the last place while writing is told in place, with every word kept and nothing half-written", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const [mentor, quick, slow] = await Promise.all([
    personWith({ name: "Orla Mentor", places: 1 }),
    personWith(),
    personWith(),
  ]);
  const page = await browserOf(slow);
  await fillRequest(page, mentor, { message: "I type slowly.", goal: "A seam that holds." });
  const taken = await ask(stack, quick, mentor);
  await callApi(stack, {
    as: mentor,
    method: "POST",
    path: `/requests/${taken}/accept`,
    answer: z.unknown(),
  });
  await page.getByRole("button", { name: "Send to Orla" }).click();
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(page.getByRole("alert")).toContainText(/place/);
  await expect(page.getByLabel("What do you want help with?")).toHaveValue("I type slowly.");
  const mine = { as: slow, path: "/requests?as=mentee", answer: list };
  expect((await callApi(stack, mine)).requests).toEqual([]);
  await page.getByRole("button", { name: "Take a place in line" }).click();
  await expect(page.getByText("You are in line for a place with Orla")).toBeVisible();
  expect((await callApi(stack, mine)).requests).toMatchObject([{ state: "waiting" }]);
});

test("a mentor who accepts for a place that is gone meanwhile is told beside the request, which stays", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const [mentor, first, second] = await Promise.all([
    personWith({ name: "Orla Mentor", places: 1 }),
    personWith({ name: "Pit Mentee" }),
    personWith({ name: "Rui Mentee" }),
  ]);
  const ids = await Promise.all([ask(stack, first, mentor), ask(stack, second, mentor)]);
  const page = await browserOf(mentor);
  await page.goto("/requests?as=mentor");
  await expect(page.getByRole("button", { name: "Accept Rui" })).toBeVisible();
  const accept = { as: mentor, method: "POST", answer: z.unknown() };
  await callApi(stack, { ...accept, path: `/requests/${ids[0]}/accept` });
  await page.getByRole("button", { name: "Accept Rui" }).click();
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(page.getByRole("alert")).toContainText(/place/);
  const seen = { as: second, path: `/requests/${ids[1]}`, answer: z.object({ state: z.string() }) };
  expect(await callApi(stack, seen)).toEqual({ state: "pending" });
});

test("a form that is sent twice is one request", async ({ browserOf, personWith, stack }) => {
  const [mentor, mentee] = await Promise.all([personWith({ places: 2 }), personWith()]);
  const page = await browserOf(mentee);
  await fillRequest(page, mentor, { message: "Twice.", goal: "A seam that holds." });
  const sent = page.waitForRequest((request) => request.method() === "POST" && /\/ask/.test(request.url()));
  await page.getByRole("button", { name: /^Send to/ }).dblclick();
  const again = await sent;
  await expect(page.getByText(/^Your request is with/)).toBeVisible();
  const headers = { ...again.headers(), origin: stack.url };
  const answer = await page.request.fetch(again, { headers, maxRedirects: 0 });
  expect(answer.status()).toBeLessThan(400);
  const { requests } = await callApi(stack, { as: mentor, path: "/requests?as=mentor", answer: list });
  expect(requests).toHaveLength(1);
});

test("a form that is refused keeps what was typed, and its summary leads to the field", async ({
  browserOf,
  personWith,
}) => {
  const [mentor, mentee] = await Promise.all([personWith({ places: 2 }), personWith()]);
  const page = await browserOf(mentee);
  await fillRequest(page, mentor, { message: "Every word of this stays.", goal: "  " });
  await page.getByRole("button", { name: /^Send to/ }).click();
  const summary = page.getByRole("alert");
  await expect(summary).toBeFocused();
  await expect(page.getByLabel("What do you want help with?")).toHaveValue("Every word of this stays.");
  await summary.getByRole("link", { name: "Say what would be different afterwards." }).click();
  await expect(page.getByLabel("What would be different afterwards?")).toBeFocused();
  await page.keyboard.type("A seam that holds.");
  await page.getByRole("button", { name: /^Send to/ }).click();
  await expect(page.getByText(/^Your request is with/)).toBeVisible();
});

test("markup, emoji and right-to-left text are text, wherever people write", async ({
  browserOf,
  personWith,
}) => {
  const script = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">";
  const family = "👩‍👩‍👧 مرحبا بالعالم";
  const [mentor, mentee] = await Promise.all([
    personWith({ name: `Zoë <b>${family}</b>`, headline: `${script} ${family}`, places: 2 }),
    personWith({ name: `<i>Ben</i> ${family}`, headline: script }),
  ]);
  const page = await browserOf(mentee);
  await page.goto(`/mentors/${mentor.id}`);
  await expect(page.getByRole("heading", { name: `Zoë <b>${family}</b>`, exact: true })).toBeVisible();
  await expect(page.getByText(`${script} ${family}`)).toBeVisible();
  await fillRequest(page, mentor, { message: `${script} ${family}`, goal: script });
  await page.getByRole("button", { name: /^Send to/ }).click();

  const hers = await browserOf(mentor);
  await hers.goto("/requests?as=mentor");
  await expect(hers.getByText(`“${script} ${family}”`)).toBeVisible();
  await expect(hers.getByText(`<i>Ben</i> ${family}`).first()).toBeVisible();
  await hers.getByRole("button", { name: /^Accept/ }).click();
  await hers.getByRole("link", { name: /^Write to/ }).click();
  const words = `${script} ${family} https://atas.example/?q="><b>`;
  await hers.getByRole("textbox", { name: /^Write to/ }).fill(words);
  await hers.keyboard.press("Enter");
  await expect(hers.getByRole("log").getByText(`${script} ${family}`)).toBeVisible();
  for (const seen of [page, hers]) {
    expect(await seen.title()).not.toBe("owned");
    await expect(seen.locator("main script, main img[src=x], main b b")).toHaveCount(0);
  }
  const arabic = hers.getByRole("log").getByText(family);
  await expect(arabic).toHaveAttribute("dir", "auto");
});

async function fillRequest(page: Page, mentor: Person, words: { message: string; goal: string }) {
  await page.goto(`/mentors/${mentor.id}/ask`);
  await fillWords(page, words);
}

async function fillWords(page: Page, { message, goal }: { message: string; goal: string }) {
  await page.getByLabel("What do you want help with?").fill(message);
  await page.getByLabel("What would be different afterwards?").fill(goal);
}
