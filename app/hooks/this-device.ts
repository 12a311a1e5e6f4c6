import type { Device } from "#domain/push/schema.ts";

/** Whether this browser shows notifications, and if not, why. */
export type DeviceState = "unsupported" | "blocked" | "off" | "on";

/** Words for the person where something did not work. */
export class DeviceError extends Error {
  override readonly name = "DeviceError";
}

const collection = "/api/v1/devices";

/** How it stands: by the browser, and by whether the product knows this sign-in's browser. */
export async function readDeviceState(known: boolean): Promise<DeviceState> {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    return "unsupported";
  }
  if (Notification.permission === "denied") return "blocked";
  return known && (await ownSubscription()) ? "on" : "off";
}

/**
 * Asks for the permission, if it has not been given, and tells the product where to send: only ever by a press.
 * @throws DeviceError
 */
export async function turnOn(publicKey: string): Promise<void> {
  const permission = await Notification.requestPermission();
  if (permission === "denied") return;
  if (permission !== "granted") throw new DeviceError("You have not said yes or no. Nothing has changed.");
  const { endpoint, keys } = (await subscribe(publicKey)).toJSON();
  await call("POST", collection, { endpoint, keys });
}

/** @throws DeviceError */
export async function turnOff(device: Device | undefined): Promise<void> {
  if (device) await call("DELETE", `${collection}/${device.id}`);
  await (await ownSubscription())?.unsubscribe();
}

/**
 * Somebody may have signed in again on a browser that shows notifications: the product is told whose it is. A tab can
 * outlive a sign-in, so it is said each time; where nothing is new it changes nothing.
 */
export async function renewDevice(): Promise<void> {
  if (!("serviceWorker" in navigator && "Notification" in window) || Notification.permission !== "granted")
    return;
  const subscription = await ownSubscription();
  if (subscription) await call("POST", `${collection}/renew`, { endpoint: subscription.endpoint });
}

const ownSubscription = async (): Promise<PushSubscription | null> =>
  (await (await navigator.serviceWorker.getRegistration("/"))?.pushManager?.getSubscription()) ?? null;

async function subscribe(publicKey: string): Promise<PushSubscription> {
  try {
    await navigator.serviceWorker.register("/sw.js");
    const { pushManager } = await navigator.serviceWorker.ready;
    // one that was made with another key can't be used, and no new one is given beside it
    await (await pushManager.getSubscription())?.unsubscribe();
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  } catch {
    throw new DeviceError(
      "This browser could not reach the service that brings notifications to it. Nothing has changed; try again in a while.",
    );
  }
}

async function call(method: string, path: string, body?: unknown): Promise<void> {
  const answer = await fetch(path, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    }),
  }).catch(() => null);
  if (answer?.ok) return;
  const problem: unknown = await answer?.json().catch(() => null);
  const detail = problem instanceof Object ? Reflect.get(problem, "detail") : null;
  throw new DeviceError(
    typeof detail === "string" ? detail : "We could not be reached. Nothing has changed; try again.",
  );
}
