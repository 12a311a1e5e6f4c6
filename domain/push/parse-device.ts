import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { isPushService } from "./push-service.ts";
import { type DeviceInput, deviceInputSchema } from "./schema.ts";

/**
 * What a browser says of itself, if something can be sent there.
 * @throws DomainError `not_found` (there is no push here), `invalid_input` (no key, or not a push service's address)
 */
export async function parseDevice(
  { push }: Pick<ReadContext, "push">,
  raw: DeviceInput,
): Promise<DeviceInput> {
  const device = parseInput(deviceInputSchema, raw);
  if (!push) throw new DomainError("not_found", { log: "no VAPID keys are set" });
  if (!isPushService(device.endpoint, push.services))
    throw refuse("endpoint", "This is no push service we know.");
  if (!(await isPoint(device.keys.p256dh))) throw refuse("keys.p256dh", "Not a public key.");
  return device;
}

/** Whether the browser's public key lies on the curve; one that doesn't would fail each time something is sent. */
async function isPoint(p256dh: string): Promise<boolean> {
  const bytes = Uint8Array.from(atob(p256dh.replaceAll("-", "+").replaceAll("_", "/")), (c) =>
    c.charCodeAt(0),
  );
  const curve = { name: "ECDH", namedCurve: "P-256" };
  return crypto.subtle.importKey("raw", bytes, curve, false, []).then(
    () => true,
    () => false,
  );
}

const refuse = (field: string, message: string) =>
  new DomainError("invalid_input", { message, fields: { [field]: message } });
