import { z } from "zod";
import type { FileStore, JobContext, StoredFile } from "#domain/context.ts";
import { DomainError } from "#domain/errors.ts";

const sides = z.object({ width: z.coerce.number().optional(), height: z.coerce.number().optional() });

/** Files in R2: their type as the object's own, a picture's sides beside it. */
export function makeFiles(bucket: R2Bucket): FileStore {
  return {
    async keep(key, body, file) {
      const { readable, writable } = new FixedLengthStream(file.size);
      const { type, width, height } = file;
      const [filled, written] = await Promise.allSettled([
        body.pipeTo(writable),
        bucket.put(key, readable, {
          // once: what a message carries does not become something else under it
          onlyIf: { etagDoesNotMatch: "*" },
          httpMetadata: { contentType: type },
          customMetadata: width && height ? { width: `${width}`, height: `${height}` } : {},
        }),
      ]);
      if (written.status === "fulfilled") {
        const object = written.value ?? (await bucket.head(key));
        if (object) return storedFile(object);
      }
      const reasons = [filled, written].flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
      // what the stream of fixed length says of too many bytes and of too few; R2's own errors are plain
      if (reasons.some((reason) => reason instanceof TypeError)) {
        throw new DomainError("invalid_input", { message: "The file did not come whole. Try again." });
      }
      throw reasons[0] ?? new Error("a file was neither kept nor there");
    },
    async read(key) {
      return (await bucket.get(key))?.body ?? null;
    },
  };
}

/** For jobs alone. */
export const makeFileRemover =
  (bucket: R2Bucket): JobContext["removeFiles"] =>
  (keys) =>
    bucket.delete(keys);

const storedFile = ({ size, httpMetadata, customMetadata }: R2Object): StoredFile => ({
  type: httpMetadata?.contentType ?? "application/octet-stream",
  size,
  ...sides.parse(customMetadata ?? {}),
});
