import { createHmac, timingSafeEqual } from "node:crypto";

/*
 * What the product hands out and later believes when it comes back: words with an HMAC-SHA-256, base64url. Each purpose
 * has a key of its own, so that what was signed for one is nothing for another. Synchronous, so that a room can look at a
 * signature between reading its last number and writing the next.
 */

// unauthorised: no row is written; the hash is what is updated
// unaudited: no row is written
export const signatureOf = (secret: string, purpose: string, words: string): string =>
  createHmac("sha256", `${purpose}\n${secret}`).update(words).digest("base64url");

export function isSignatureOf(signature: string, secret: string, purpose: string, words: string): boolean {
  const given = Buffer.from(signature);
  const right = Buffer.from(signatureOf(secret, purpose, words));
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Claim and signature as one word that an address can carry. */
export function signClaim(secret: string, purpose: string, claim: unknown): string {
  const words = Buffer.from(JSON.stringify(claim)).toString("base64url");
  return `${words}.${signatureOf(secret, purpose, words)}`;
}

/** @returns what was signed, to be parsed by a schema; null for what was not signed here for this purpose */
export function readClaim(secret: string, purpose: string, token: string): unknown {
  const [words = "", signature = ""] = token.split(".");
  if (!isSignatureOf(signature, secret, purpose, words)) return null;
  return JSON.parse(Buffer.from(words, "base64url").toString());
}
