import { DomainError } from "../../errors.ts";
import type { AttachmentType } from "../schema.ts";
import { blankJpegMetadata } from "./blank-jpeg-metadata.ts";
import { blankPngMetadata } from "./blank-png-metadata.ts";
import { blankWebpMetadata } from "./blank-webp-metadata.ts";
import { ByteReader, joined } from "./byte-reader.ts";

/** Segments, chunks and their pieces: each costs more than the bytes in it, and a picture has few. */
const MOST_PARTS = 50_000;

/** A piece costs a stream more than the bytes in it: small parts go on together. */
const PIECE_BYTES = 16 * 1024;

type Blank = (bytes: ByteReader) => AsyncGenerator<Uint8Array>;
const blanks: Partial<Record<AttachmentType, Blank>> = {
  "image/jpeg": blankJpegMetadata,
  "image/png": blankPngMetadata,
  "image/webp": blankWebpMetadata,
};

const TOO_MANY_PARTS = "This picture is made of too many parts. Save it anew, and attach that.";

/**
 * A picture without what camera and editor wrote beside it: place, time, device, owner, a thumbnail of what was cut
 * away. It passes as a stream and keeps its length, which has been signed: what goes is written over with zeros. How the
 * picture lies stays, and what its colours mean. Other types pass as they are.
 * @throws DomainError `unsupported_media_type`, in the stream: made of more parts than any picture is
 */
export function blankMetadata(
  type: AttachmentType,
  body: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  const blank = blanks[type];
  if (!blank) return body;
  const bytes = new ByteReader(body);
  const parts = blank(bytes);
  let count = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const gathered: Uint8Array[] = [];
      for (let length = 0; length < PIECE_BYTES; ) {
        const { done, value } = await parts.next();
        if (done) {
          if (length > 0) controller.enqueue(joined(gathered));
          return controller.close();
        }
        count += 1;
        if (count > MOST_PARTS) throw new DomainError("unsupported_media_type", { message: TOO_MANY_PARTS });
        gathered.push(value);
        length += value.length;
      }
      controller.enqueue(joined(gathered));
    },
    cancel: (reason) => bytes.cancel(reason),
  });
}
