import { z } from "zod/mini";

/** Refuses text that Postgres can't keep: NUL, and half a surrogate pair. */
export const storable = z.refine<string>(
  (text) => !/\0|\p{Surrogate}/u.test(text),
  "Take out the characters that can't be shown.",
);
