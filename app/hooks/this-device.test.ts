import { afterEach, expect, it, vi } from "vitest";
import { renewDevice } from "./this-device.ts";

const endpoint = "https://fcm.googleapis.com/fcm/send/1";

/** A browser that may show notifications, and what it is subscribed to. */
function browserWith(subscription: { endpoint: string } | null) {
  const registration = { pushManager: { getSubscription: async () => subscription } };
  const Notification = { permission: "granted" };
  vi.stubGlobal("navigator", { serviceWorker: { getRegistration: async () => registration } });
  vi.stubGlobal("Notification", Notification);
  vi.stubGlobal("window", { Notification });
  const fetched = vi.fn(async (_path: string, _init: RequestInit) => new Response(null, { status: 204 }));
  vi.stubGlobal("fetch", fetched);
  return fetched;
}
afterEach(() => vi.unstubAllGlobals());

it("says whose browser it is after each sign-in, also in the same tab", async () => {
  const fetched = browserWith({ endpoint });
  await renewDevice();
  await renewDevice();
  expect(fetched.mock.calls.map(([path, { body }]) => [path, body])).toEqual(
    Array(2).fill(["/api/v1/devices/renew", JSON.stringify({ endpoint })]),
  );
});

it("says nothing of a browser that shows none", async () => {
  const fetched = browserWith(null);
  await renewDevice();
  vi.stubGlobal("window", { Notification: { permission: "default" } });
  vi.stubGlobal("Notification", { permission: "default" });
  await renewDevice();
  expect(fetched).not.toHaveBeenCalled();
});
