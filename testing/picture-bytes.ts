/** The bytes of all parts, a letter of a text for one. */
export const bytesOf = (...parts: (string | Iterable<number>)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...part].map((c) => c.charCodeAt(0)) : [...part])),
  );

export const zeros = (count: number): Uint8Array => new Uint8Array(count);

/** Big-endian. */
export const u16 = (n: number): number[] => [n >> 8, n & 255];
export const u32 = (n: number): number[] => [...u16(n >>> 16), ...u16(n & 0xffff)];

/** A JPEG's segment: marker, length, data. */
export const segment = (marker: number, ...data: (string | Iterable<number>)[]): Uint8Array => {
  const held = bytesOf(...data);
  return bytesOf([0xff, marker], u16(held.length + 2), held);
};
