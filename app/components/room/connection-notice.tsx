import type { RoomStatus } from "../../hooks/room-state.ts";
import { counted } from "../time/calendar.ts";
import { timeIn } from "../time/clock.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";

export interface ConnectionNoticeProps {
  status: RoomStatus;
  /** When the line was lost. */
  since: string | null;
  timeZone: string;
  /** Messages that wait on this device. */
  waiting: number;
  onTryNow: () => void;
}

/** Said once, quietly, and only while it is true. */
export function ConnectionNotice({ status, since, timeZone, waiting, onTryNow }: ConnectionNoticeProps) {
  if (status === "reconnecting") {
    return <Notice>Reconnecting. What you write is kept and goes out by itself.</Notice>;
  }
  if (status !== "offline") return null;
  const wait =
    waiting > 0
      ? `${counted(waiting, "message")} ${waiting === 1 ? "waits" : "wait"} on this device.`
      : "What you write waits on this device.";
  return (
    <Notice
      cut
      action={
        <Button look="strong" type="button" onClick={onTryNow}>
          Try now
        </Button>
      }
    >
      <b>You are offline{since && ` since ${timeIn(since, timeZone)}`}.</b> You can read and write; {wait}
    </Notice>
  );
}
