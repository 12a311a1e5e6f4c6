/** Hosts of the push services of Chrome and its kin, Firefox, Edge and Safari; each stands for what is under it, too. */
export const knownServices = [
  "fcm.googleapis.com",
  "updates.push.services.mozilla.com",
  "notify.windows.com",
  "web.push.apple.com",
] as const;

/**
 * Whether an address is one of a push service that is allowed: the Worker calls what a browser has given it, and must not
 * be sent to anybody else's host, port or account.
 */
export function isPushService(endpoint: string, services: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, port, username, password } = new URL(endpoint);
  if (protocol !== "https:" || port !== "" || username !== "" || password !== "") return false;
  return services.some((service) => hostname === service || hostname.endsWith(`.${service}`));
}
