import type { Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { connectPostgres } from "#db/connect-postgres.ts";
import { pushSubscriptions } from "#db/tables/index.ts";
import type { DeviceInput } from "#domain/push/schema.ts";
import { makeBrowser } from "#testing/push-browser.ts";
import type { RunningStack } from "#testing/stack.ts";
import { expect, test } from "./fixtures.ts";
import { outfit, turnOff, turnOn, workerOf } from "./push.ts";

interface Change {
  before: DeviceInput | null;
  now: DeviceInput;
  /** Whether the browser brings the new one along, or leaves making it to the worker. */
  isGiven: boolean;
}

/**
 * In the service worker, which is the browser's own as the product's own: its push service has given it another address.
 * @returns with which options it made the new subscription itself
 */
const change = (page: Page, told: Change) =>
  workerOf(page).evaluate(async ({ before, now, isGiven }) => {
    const options = { userVisibleOnly: true, applicationServerKey: "a key" };
    const subscription = ({ endpoint, keys }: DeviceInput) => ({
      ...{ endpoint, options },
      toJSON: () => ({ endpoint, keys, expirationTime: null }),
    });
    const made: unknown[] = [];
    Reflect.get(self, "registration").pushManager.subscribe = async (asked: unknown) => {
      made.push(asked);
      return subscription(now);
    };
    const work: Promise<unknown>[] = [];
    const event = Object.assign(new Event("pushsubscriptionchange"), {
      oldSubscription: before && subscription(before),
      newSubscription: isGiven ? subscription(now) : null,
      waitUntil: (promise: Promise<unknown>) => work.push(promise),
    });
    self.dispatchEvent(event);
    await Promise.all(work);
    return { made, isWaitedFor: work.length === 1 };
  }, told);

/** Of whom a browser is by each address. */
async function ownersOf({ postgresUrl }: RunningStack, ...addresses: DeviceInput[]) {
  const { db } = connectPostgres({ url: postgresUrl });
  const owners = addresses.map(({ endpoint }) =>
    db
      .select({ userId: pushSubscriptions.userId })
      .from(pushSubscriptions)
      .where(eq(pushSubscriptions.endpoint, endpoint)),
  );
  return (await Promise.all(owners)).map(([row]) => row?.userId ?? null);
}

const addresses = () =>
  Promise.all([makeBrowser(), makeBrowser()]).then((made) => made.map((one) => one.subscription));

test("a browser whose push service gives it another address goes on there", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const person = await personWith();
  const page = await browserOf(person);
  const first = await outfit(page.context());
  await page.goto("/notifications/preferences");
  await turnOn(page).click();
  await expect(turnOff(page)).toBeVisible();
  const [second, third] = (await addresses()) as [DeviceInput, DeviceInput];
  const given = await change(page, { before: first, now: second, isGiven: true });
  expect(given).toEqual({ made: [], isWaitedFor: true });
  expect(await ownersOf(stack, first, second)).toEqual([null, person.id]);
  const { made } = await change(page, { before: second, now: third, isGiven: false });
  expect(made).toEqual([{ userVisibleOnly: true, applicationServerKey: "a key" }]);
  expect(await ownersOf(stack, first, second, third)).toEqual([null, null, person.id]);
  await page.reload();
  await expect(turnOff(page)).toBeVisible();
});

test("another address turns nothing on for who is signed in there by then, nor for nobody", async ({
  browserOf,
  personWith,
  stack,
}) => {
  const [first, second] = [await personWith(), await personWith()];
  const page = await browserOf(first);
  const before = await outfit(page.context());
  await page.goto("/notifications/preferences");
  await turnOn(page).click();
  await expect(turnOff(page)).toBeVisible();
  const [now] = (await addresses()) as [DeviceInput];
  // without the old one it is not known whose it was
  await change(page, { before: null, now, isGiven: true });
  expect(await ownersOf(stack, before, now)).toEqual([first.id, null]);

  await page.context().clearCookies();
  await change(page, { before, now, isGiven: true });
  expect(await ownersOf(stack, before, now)).toEqual([first.id, null]);

  const { email, password } = second;
  const entered = await page.context().request.post("/sign-in", {
    form: { email, password, next: "/" },
    headers: { origin: stack.url },
    maxRedirects: 0,
  });
  expect(entered.status()).toBe(302);
  await change(page, { before, now, isGiven: true });
  expect(await ownersOf(stack, before, now)).toEqual([first.id, null]);
  await page.reload();
  await expect(turnOn(page)).toBeVisible();
});
