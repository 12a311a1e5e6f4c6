import { eq } from "drizzle-orm";
import { connectPostgres } from "#db/connect-postgres.ts";
import { pushSubscriptions } from "#db/tables/index.ts";
import { problems } from "./axe.ts";
import { expect, test } from "./fixtures.ts";
import { bring, opened, outfit, press, shown, turnOff, turnOn, watch, workerOf } from "./push.ts";

test("a browser that was told shows what is pushed, and a press leads there", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const page = await browserOf(await personWith());
  await outfit(page.context());
  await page.goto("/notifications/preferences");
  await expect(page.getByText(/^Off\. This browser can show/)).toBeVisible();
  // by the keyboard alone
  await turnOn(page).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^On\. This browser shows/)).toBeVisible();
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await problems(page)).toEqual([]);
  }
  await page.reload();
  await expect(turnOff(page)).toBeVisible();
  expect(workerOf(page).url()).toBe(`${stack.url}/sw.js`);

  await watch(page);
  const first = {
    title: "Lin asks for your help.",
    body: "May I weld?",
    href: "/requests?as=mentor",
    tag: "n1",
  };
  const { href, ...words } = first;
  await bring(page, stack.url, JSON.stringify(first));
  await expect.poll(() => shown(page)).toEqual([{ ...words, icon: "/icon-192.png", data: { href } }]);
  // another about the same takes its place; an address of somebody else's leads to a page of ours
  await bring(page, stack.url, JSON.stringify({ ...first, href: "https://elsewhere.example/requests" }));
  await expect.poll(() => shown(page)).toMatchObject([{ tag: "n1", data: { href: "/notifications" } }]);
  // a browser takes the permission from who is woken and shows nothing
  await bring(page, stack.url, "not what we send");
  await expect.poll(() => shown(page)).toMatchObject([{}, { title: "There is something new on ATAS." }]);
  await bring(page, stack.url, JSON.stringify(first));
  await expect.poll(() => shown(page)).toMatchObject([{ data: { href } }, {}]);
  // a tab that is elsewhere keeps what is being typed there
  await page.getByLabel("Quiet from").fill("22:30");
  await press(page, "n1");
  await expect.poll(() => opened(page)).toEqual([href]);
  expect(await shown(page)).toHaveLength(1);
  await expect(page).toHaveURL(`${stack.url}/notifications/preferences`);
  await expect(page.getByLabel("Quiet from")).toHaveValue("22:30");
  // one that is there already is enough
  await page.goto(href);
  await bring(page, stack.url, JSON.stringify(first));
  await expect.poll(() => shown(page)).toHaveLength(2);
  await press(page, "n1");
  await expect.poll(() => shown(page)).toHaveLength(1);
  await page.waitForTimeout(300);
  expect(await opened(page)).toEqual([href]);

  await page.goto("/notifications/preferences");
  await turnOff(page).click();
  await expect(page.getByText(/^Off\. This browser can show/)).toBeVisible();
});

test("one device removes another, and signing out silences its own", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const person = await personWith();
  const [laptop, phone] = [await browserOf(person), await browserOf(person)];
  for (const page of [laptop, phone]) {
    await outfit(page.context());
    await page.goto("/notifications/preferences");
    await turnOn(page).click();
    await expect(turnOff(page)).toBeVisible();
  }
  await laptop.reload();
  const others = laptop.getByRole("list", { name: "Your other devices" });
  await expect(others.getByRole("listitem")).toHaveCount(1);
  for (const width of [320, 390, 1280]) {
    await laptop.setViewportSize({ width, height: 844 });
    expect(await problems(laptop)).toEqual([]);
    expect(await laptop.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
  // a removal that fails leaves what was chosen, and ticked, as it is
  const here = laptop.getByLabel("Somebody asks for my help: Here");
  await expect(here).toBeChecked();
  const id = others.locator("input[name=id]");
  const known = await id.inputValue();
  await id.evaluate((input: HTMLInputElement) => input.setAttribute("value", "nobody's"));
  await others.getByRole("button", { name: /^Remove Chrome on / }).click();
  await expect(laptop.getByRole("alert")).toHaveCount(1);
  await expect(laptop.getByRole("alert")).toContainText("needs another look");
  await expect(here).toBeChecked();
  expect(await problems(laptop)).toEqual([]);
  await id.evaluate((input: HTMLInputElement, known) => input.setAttribute("value", known), known);
  await others.getByRole("button", { name: /^Remove Chrome on / }).click();
  await expect(others).toHaveCount(0);
  await phone.reload();
  await turnOn(phone).click();
  await expect(turnOff(phone)).toBeVisible();
  const signedOut = await phone.context().request.post("/sign-out", {
    form: { from: "this browser" },
    headers: { origin: stack.url },
  });
  expect(signedOut.ok()).toBe(true);
  await laptop.reload();
  await expect(turnOff(laptop)).toBeVisible();
  await expect(others).toHaveCount(0);
});

test("a device that takes nothing any more is said to, and is off once it is given up", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const person = await personWith();
  const [laptop, phone] = [await browserOf(person), await browserOf(person)];
  const { endpoint } = await outfit(laptop.context());
  await laptop.goto("/notifications/preferences");
  await turnOn(laptop).click();
  await expect(turnOff(laptop)).toBeVisible();
  const { db } = connectPostgres({ url: stack.postgresUrl });
  const own = eq(pushSubscriptions.endpoint, endpoint);
  await db.update(pushSubscriptions).set({ failures: 2, failedAt: new Date() }).where(own);
  await laptop.reload();
  await expect(laptop.getByRole("status").getByText(/^On, but lately nothing/)).toBeVisible();
  await phone.goto("/notifications/preferences");
  await expect(phone.getByText(/Lately nothing that we sent there was taken/)).toBeVisible();
  for (const page of [laptop, phone]) {
    await page.setViewportSize({ width: 320, height: 844 });
    expect(await problems(page)).toEqual([]);
  }
  await db.delete(pushSubscriptions).where(own);
  await laptop.reload();
  await expect(laptop.getByText(/^Off\. This browser can show/)).toBeVisible();
});

test("without scripts the page says what it takes", async ({ browser, browserOf, personWith, stack }) => {
  const page = await browserOf(await personWith());
  const storageState = await page.context().storageState();
  const context = await browser.newContext({ baseURL: stack.url, javaScriptEnabled: false, storageState });
  const plain = await context.newPage();
  await plain.goto("/notifications/preferences");
  await expect(plain.getByText(/this browser has to be allowed to run the page’s scripts/)).toBeVisible();
  await expect(turnOn(plain)).toHaveCount(0);
  await context.close();
});

test("a browser that blocks, can't, or reaches no service says so", async ({ browserOf, personWith }) => {
  const page = await browserOf(await personWith());
  await outfit(page.context());
  await page.goto("/notifications/preferences");
  await page.evaluate(() => localStorage.setItem("test:answer", "default"));
  await turnOn(page).click();
  await expect(page.getByRole("alert")).toContainText("You have not said yes or no");
  await page.evaluate(() => localStorage.setItem("test:answer", "granted"));
  await page.evaluate(() => localStorage.setItem("test:broken", "yes"));
  await turnOn(page).click();
  await expect(page.getByRole("alert")).toContainText("could not reach the service");
  expect(await problems(page)).toEqual([]);
  await page.evaluate(() => localStorage.setItem("test:answer", "denied"));
  await turnOn(page).click();
  await expect(page.getByText(/^Your browser blocks notifications/)).toBeVisible();
  await page.reload();
  await expect(page.getByText(/^Your browser blocks notifications/)).toBeVisible();
  await expect(turnOn(page)).toHaveCount(0);
  await page.addInitScript(() => Reflect.deleteProperty(window, "PushManager"));
  await page.reload();
  await expect(page.getByText(/^This browser can’t show them/)).toBeVisible();
});
