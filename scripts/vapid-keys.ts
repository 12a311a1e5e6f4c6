/**
 * Makes the key pair by which push services know who sends (RFC 8292), as two lines for a shell's environment:
 *   npm run -s vapid-keys
 */
import { makeVapidKeys } from "#local/stack/vapid-keys.ts";

const { publicKey, privateKey } = makeVapidKeys();
console.log(`VAPID_PUBLIC_KEY=${publicKey}\nVAPID_PRIVATE_KEY=${privateKey}`);
