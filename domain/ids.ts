import { v7 } from "uuid";
import { z } from "zod/mini";

/** A new key (RFC 9562 version 7: ordered by time of making, not of commit). */
export const newId = (): string => v7();

/** When a key that `newId` made was made, by the clock of whoever made it: its first 48 bits are milliseconds. */
export const madeAt = (id: string): Date => new Date(Number.parseInt(id.replace("-", "").slice(0, 12), 16));

export const idSchema = z.uuid("Not a valid id.");
