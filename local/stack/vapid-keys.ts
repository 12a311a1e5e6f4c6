import { generateKeyPairSync } from "node:crypto";

export interface VapidKeys {
  /** The uncompressed point, base64url. */
  publicKey: string;
  /** The private number, base64url. */
  privateKey: string;
}

/** A P-256 key pair as web push writes it (RFC 8292, section 3.2). */
export function makeVapidKeys(): VapidKeys {
  const {
    x = "",
    y = "",
    d = "",
  } = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
    format: "jwk",
  });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
  return { publicKey: point.toString("base64url"), privateKey: d };
}
