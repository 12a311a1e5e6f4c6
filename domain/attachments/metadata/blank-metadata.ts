import type { AttachmentType } from "../schema.ts";
import { blankJpegMetadata } from "./blank-jpeg-metadata.ts";
import { blankPngMetadata } from "./blank-png-metadata.ts";
import { blankWebpMetadata } from "./blank-webp-metadata.ts";
import { ByteReader } from "./byte-reader.ts";

type Blank = (bytes: ByteReader) => AsyncGenerator<Uint8Array>;
const blanks: Partial<Record<AttachmentType, Blank>> = {
  "image/jpeg": blankJpegMetadata,
  "image/png": blankPngMetadata,
  "image/webp": blankWebpMetadata,
};

/**
 * A picture without what camera and editor wrote beside it: place, time, device, owner, a thumbnail of what was cut
 * away. It passes as a stream and keeps its length, which has been signed: what goes is written over with zeros. How the
 * picture lies stays, and what its colours mean. Other types pass as they are.
 */
export function blankMetadata(
  type: AttachmentType,
  body: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  const blank = blanks[type];
  if (!blank) return body;
  const bytes = new ByteReader(body);
  const parts = blank(bytes);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      for (;;) {
        const { done, value } = await parts.next();
        if (done) return controller.close();
        if (value.length > 0) return controller.enqueue(value);
      }
    },
    cancel: (reason) => bytes.cancel(reason),
  });
}
