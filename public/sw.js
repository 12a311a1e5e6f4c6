// @ts-check
/// <reference lib="webworker" />

/*
 * Shows what the product pushes to this browser, and leads to it. It answers no request and keeps nothing: pages come
 * from the network as they do without it. What comes is domain/push/schema.ts's PushPayload.
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", () => void worker.skipWaiting());
// a tab that is open already is found only by the worker that has it
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("push", (event) => event.waitUntil(show(read(event.data))));

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(goTo(ownPath(event.notification.data?.href)));
});

// the push service has given this browser another address
worker.addEventListener("pushsubscriptionchange", (event) => {
  const change =
    /** @type {ExtendableEvent & Record<"oldSubscription" | "newSubscription", PushSubscription | null>} */ (
      event
    );
  change.waitUntil(subscribeAnew(change.oldSubscription ?? null, change.newSubscription ?? null));
});

/** @param {PushMessageData | null} data */
function read(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
}

/** A browser takes the permission back from who is woken and shows nothing: without words it says that there is something. */
function show(/** @type {Record<string, unknown>} */ { title, body, href, tag }) {
  const text = (/** @type {unknown} */ value) => (typeof value === "string" ? value : undefined);
  return worker.registration.showNotification(text(title) ?? "There is something new on ATAS.", {
    body: text(body),
    tag: text(tag),
    icon: "/icon-192.png",
    data: { href: ownPath(href) },
  });
}

/** A place of ours, whatever was sent; else the list of notifications. @param {unknown} href */
function ownPath(href) {
  const otherwise = "/notifications";
  if (typeof href !== "string" || !URL.canParse(href, worker.location.origin)) return otherwise;
  const { origin, pathname, search, hash } = new URL(href, worker.location.origin);
  return origin === worker.location.origin ? pathname + search + hash : otherwise;
}

/** A tab that is elsewhere is left alone: somebody may be typing there. @param {string} path */
async function goTo(path) {
  const tabs = await worker.clients.matchAll({ type: "window" });
  const tab = tabs.find(({ url }) => url === worker.location.origin + path);
  if (tab) await tab.focus().catch(() => {});
  else await worker.clients.openWindow(path);
}

/**
 * The new address takes the old one's place, and only that: nobody has pressed anything, and another account may be signed
 * in by now, for which nothing may be turned on. So the product is told both, and without the old one nothing is said.
 * Some browsers bring the new one along, others say with which key it is to be made.
 * @param {PushSubscription | null} before
 * @param {PushSubscription | null} given
 */
async function subscribeAnew(before, given) {
  if (!before) return;
  const subscription = given ?? (await worker.registration.pushManager.subscribe(before.options));
  const { endpoint, keys } = subscription.toJSON();
  await fetch("/api/v1/devices/readdress", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ from: before.endpoint, endpoint, keys }),
  });
}
