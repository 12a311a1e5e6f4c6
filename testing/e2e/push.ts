import type { BrowserContext, Page } from "@playwright/test";
import type { DeviceInput } from "#domain/push/schema.ts";
import { makeBrowser } from "#testing/push-browser.ts";

/*
 * The service worker, its registration and the push event are Chromium's own; what a push service would bring is given to
 * it by the browser's tools. Stood in for is what a browser without a screen and without Google's service has not: it
 * refuses the permission whatever it is told, subscribes nowhere, draws no notification, and so nobody can press one, which
 * alone lets a worker open a window.
 */

/** In the page: a permission that is given, and a subscription that is remembered as a browser's would be. */
function standIn({ endpoint, keys }: DeviceInput): void {
  const remembered = "test:subscription";
  const subscription = {
    endpoint,
    toJSON: () => ({ endpoint, keys, expirationTime: null }),
    async unsubscribe() {
      localStorage.removeItem(remembered);
      return true;
    },
  };
  const permission = () => localStorage.getItem("test:permission") ?? "default";
  Object.defineProperty(Notification, "permission", { get: permission });
  Notification.requestPermission = async () => {
    const answer = localStorage.getItem("test:answer") ?? "granted";
    localStorage.setItem("test:permission", answer);
    return answer as NotificationPermission;
  };
  Object.assign(PushManager.prototype, {
    getSubscription: async () => (localStorage.getItem(remembered) ? subscription : null),
    async subscribe() {
      if (localStorage.getItem("test:broken")) throw new DOMException("no service", "AbortError");
      localStorage.setItem(remembered, "yes");
      return subscription;
    },
  });
}

/** Makes a browser one that can be told to show notifications. @returns what it subscribes to */
export async function outfit(context: BrowserContext): Promise<DeviceInput> {
  const { subscription } = await makeBrowser();
  await context.addInitScript(standIn, subscription);
  return subscription;
}

export const turnOn = (page: Page) => page.getByRole("button", { name: "Turn on for this device" });
export const turnOff = (page: Page) => page.getByRole("button", { name: "Turn off for this device" });

/** Gives the service worker what a push service would bring. */
export async function bring(page: Page, origin: string, data: string): Promise<void> {
  const tools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) =>
    tools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL === `${origin}/`);
      if (own) resolve(own.registrationId);
    }),
  );
  await tools.send("ServiceWorker.enable");
  await tools.send("ServiceWorker.deliverPushMessage", { origin, registrationId: await registered, data });
  await tools.detach();
}

export const workerOf = (page: Page) => {
  const [worker] = page.context().serviceWorkers();
  if (!worker) throw new Error("no service worker");
  return worker;
};

interface Shown {
  title: string;
  body?: string;
  tag?: string;
  icon: string;
  data: { href: string };
}

/** In the service worker: what it would have the browser draw is kept, one a tag, and where it would open a window. */
export const watch = (page: Page) =>
  workerOf(page).evaluate(() => {
    const shown: unknown[] = [];
    const opened: string[] = [];
    Object.assign(self, { shown, opened });
    Reflect.get(self, "clients").openWindow = async (path: string) => void opened.push(path);
    Reflect.get(self, "registration").showNotification = async (title: string, options: { tag?: string }) => {
      const same = shown.findIndex((one) => options.tag && Reflect.get(one as object, "tag") === options.tag);
      shown.splice(same < 0 ? shown.length : same, 1, { title, ...options });
    };
  });
export const shown = (page: Page) => workerOf(page).evaluate((): Shown[] => Reflect.get(self, "shown"));

export const opened = (page: Page) => workerOf(page).evaluate((): string[] => Reflect.get(self, "opened"));

/** In the service worker: somebody presses what is shown with this tag. */
export const press = (page: Page, tag: string) =>
  workerOf(page).evaluate((tag) => {
    const shown: Shown[] = Reflect.get(self, "shown");
    const pressed = shown.find((one) => one.tag === tag);
    if (!pressed) throw new Error("nothing is shown");
    const notification = { data: pressed.data, close: () => shown.splice(shown.indexOf(pressed), 1) };
    const waitUntil = (work: Promise<unknown>) => work;
    self.dispatchEvent(Object.assign(new Event("notificationclick"), { notification, waitUntil }));
  }, tag);
