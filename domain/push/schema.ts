import { z } from "zod/mini";
import { idSchema } from "../ids.ts";

/** Browsers of one person that may hear of something. */
export const MAX_DEVICES = 10;
export const MAX_ENDPOINT_LENGTH = 1_000;

/** What a browser's `PushSubscription` says as JSON; its other fields are left out. */
export const deviceInputSchema = z.object({
  endpoint: z
    .url({ protocol: /^https$/, error: "Not an https address." })
    .check(z.maxLength(MAX_ENDPOINT_LENGTH)),
  keys: z.object({
    /** A point on P-256, uncompressed: 65 bytes, of which the first is 4. */
    p256dh: z.string().check(z.regex(/^B[\w-]{86}=?$/, "Not a public key.")),
    /** 16 bytes. */
    auth: z.string().check(z.regex(/^[\w-]{22}(==)?$/, "Not a shared secret.")),
  }),
});
export type DeviceInput = z.infer<typeof deviceInputSchema>;

const knownEndpoint = z.string().check(z.maxLength(MAX_ENDPOINT_LENGTH));
export const renewInputSchema = z.object({ endpoint: knownEndpoint });

/** `from` is the address until now; the rest is the browser as it is from now on. */
export const readdressInputSchema = z.extend(deviceInputSchema, { from: knownEndpoint });
export type ReaddressInput = z.infer<typeof readdressInputSchema>;

/** One of the browsers that a person has told to show notifications, as its person sees it. */
export const deviceSchema = z.object({
  id: idSchema,
  label: z.string(),
  /** The sign-in of this very request is the one that was told. */
  isThis: z.boolean(),
  /** Nobody is signed in there any more: nothing is sent until somebody is. */
  signedOut: z.boolean(),
  /** What was sent there lately was not taken; goes on so, and it is removed. */
  failing: z.boolean(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
});
export type Device = z.infer<typeof deviceSchema>;

/** All that is sent to a browser, sealed for it alone. `public/sw.js` reads it. */
export interface PushPayload {
  title: string;
  body?: string;
  /** Path within the product. */
  href: string;
  /** What takes the place of an earlier one with the same. */
  tag: string;
}
