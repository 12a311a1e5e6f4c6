import { z } from "zod";
import { type RoomMember, roomMemberSchema } from "./protocol.ts";

/** Who comes in: written by the Worker's route, which has checked session, origin and membership. */
export const ROOM_MEMBER_HEADER = "x-room-member";

/** A header carries ASCII alone, and names don't. */
export const encodeMember = (member: RoomMember): string => encodeURIComponent(JSON.stringify(member));

export const memberHeaderSchema = z
  .string()
  .transform((value, check) => {
    try {
      return JSON.parse(decodeURIComponent(value)) as unknown;
    } catch {
      check.addIssue("not an encoded member");
      return z.NEVER;
    }
  })
  .pipe(roomMemberSchema);
