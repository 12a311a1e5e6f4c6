import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { topics } from "./schema.ts";

const claimSchema = z.object({ user: z.uuid(), from: z.enum([...topics, "digest"]) });
/** Whose letters of which topic a link ends. */
export type UnsubscribeClaim = z.infer<typeof claimSchema>;

type Secret = Pick<ReadContext, "authSecret">;

/**
 * What a link in a letter carries in place of a sign-in: claim and HMAC-SHA-256, both base64url. It does not expire, since
 * letters are kept, and it can do one thing: fewer letters.
 */
export async function makeUnsubscribeToken({ authSecret }: Secret, claim: UnsubscribeClaim): Promise<string> {
  const words = base64url(new TextEncoder().encode(JSON.stringify([claim.user, claim.from])));
  const signature = await crypto.subtle.sign(
    "HMAC",
    await keyOf(authSecret),
    new TextEncoder().encode(words),
  );
  return `${words}.${base64url(new Uint8Array(signature))}`;
}

/** @returns null for what was not signed here */
export async function readUnsubscribeToken(
  { authSecret }: Secret,
  token: string,
): Promise<UnsubscribeClaim | null> {
  const [words = "", signature = ""] = token.split(".");
  const signed = bytes(signature);
  const key = await keyOf(authSecret);
  if (!signed || !(await crypto.subtle.verify("HMAC", key, signed, new TextEncoder().encode(words))))
    return null;
  const [user, from] = z
    .tuple([z.unknown(), z.unknown()])
    .parse(JSON.parse(new TextDecoder().decode(bytes(words) ?? undefined)));
  return claimSchema.safeParse({ user, from }).data ?? null;
}

/** A key for this alone: nothing that the product signs elsewhere is a token here. */
const keyOf = (secret: string) =>
  crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(`unsubscribe\n${secret}`),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign", "verify"],
  );

const base64url = (data: Uint8Array): string =>
  btoa(String.fromCharCode(...data))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

function bytes(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]+$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
      char.charCodeAt(0),
    );
  } catch {
    return null;
  }
}
