/** Bytes of a stream by count, wherever its chunks may end. */
export class ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  /** Read from the stream and not yet given. */
  #rest: Uint8Array = new Uint8Array();

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  /** What comes next without taking it: all that is at hand, and at least so many bytes unless the stream ends. */
  async ahead(least: number): Promise<Uint8Array> {
    while (this.#rest.length < least) {
      const { done, value } = await this.#reader.read();
      if (done) break;
      this.#rest = this.#rest.length === 0 ? value : joined([this.#rest, value]);
    }
    return this.#rest;
  }

  /** Whatever is next, at most `most` bytes of it; empty at the end. */
  async next(most = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
    const given = (await this.ahead(1)).subarray(0, most);
    this.#rest = this.#rest.subarray(given.length);
    return given;
  }

  /** So many bytes in one piece of its own, fewer only where the stream ends. */
  async take(count: number): Promise<Uint8Array> {
    const taken = new Uint8Array(count);
    let length = 0;
    while (length < count) {
      const part = await this.next(count - length);
      if (part.length === 0) return taken.subarray(0, length);
      taken.set(part, length);
      length += part.length;
    }
    return taken;
  }

  /** So many bytes as they come. */
  async *pass(count = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0; ) {
      const part = await this.next(left);
      if (part.length === 0) return;
      left -= part.length;
      yield part;
    }
  }

  /** Zeros for so many bytes, as many as there are. */
  async *blank(count = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
    for await (const part of this.pass(count)) yield new Uint8Array(part.length);
  }

  cancel(reason: unknown): Promise<void> {
    return this.#reader.cancel(reason);
  }
}

/** The bytes of all parts in one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
