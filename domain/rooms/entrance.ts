import { z } from "zod";
import { type RoomMember, roomMemberSchema } from "./schema.ts";

/** Who comes in, and by which session: written by the Worker's route, which has checked them and the origin. */
export const ROOM_ENTRANT_HEADER = "x-room-entrant";

const entrantSchema = z.object({
  member: roomMemberSchema,
  /** The room looks at it again while the socket is open. */
  sessionId: z.uuid(),
});
export type Entrant = { member: RoomMember; sessionId: string };

/** A header carries ASCII alone, and names don't. */
export const encodeEntrant = (entrant: Entrant): string => encodeURIComponent(JSON.stringify(entrant));

export const entrantHeaderSchema = z
  .string()
  .transform((value, check) => {
    try {
      return JSON.parse(decodeURIComponent(value)) as unknown;
    } catch {
      check.addIssue("not an encoded entrant");
      return z.NEVER;
    }
  })
  .pipe(entrantSchema);
