import { v7 } from "uuid";
import { z } from "zod/mini";

/** A new key (RFC 9562 version 7: ordered by time of making, not of commit). */
export const newId = (): string => v7();

export const idSchema = z.uuid("Not a valid id.");
