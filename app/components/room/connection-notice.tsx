import { useContext } from "react";
import { InboxContext } from "../../hooks/inbox-context.ts";
import type { RoomStatus } from "../../hooks/room-state.ts";
import { SignedOutNotice } from "../notifications/signed-out-notice.tsx";
import { counted } from "../time/calendar.ts";
import { timeIn } from "../time/clock.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
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
  if (status === "signed-out" || status === "not-member") return <ShownOut status={status} />;
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

/** The room has ended the line, and takes up none again by itself. */
function ShownOut({ status }: { status: "signed-out" | "not-member" }) {
  const inbox = useContext(InboxContext);
  if (status === "not-member") {
    const action = (
      <ButtonLink look="strong" to="/conversations">
        All conversations
      </ButtonLink>
    );
    return (
      <Notice cut action={action}>
        <b>You are no longer in this conversation.</b> This page shows how it stood before.
      </Notice>
    );
  }
  // the page says it for all that is live
  if (inbox?.status === "signed-out") return null;
  return <SignedOutNotice>What you write waits on this device.</SignedOutNotice>;
}
