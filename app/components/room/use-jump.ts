import { useEffect, useRef, useState } from "react";
import type { Room } from "./room-view.ts";

/** Goes to the message that an event made: at once where it is here, else when what lies between has come. */
export function useJump(room: Room): (seq: number) => void {
  const [wanted, setWanted] = useState<number | null>(null);
  const load = useRef(room.loadOlder);
  load.current = room.loadOlder;
  const first = room.messages[0]?.seq ?? 0;
  const { hasOlder, loadingOlder } = room;
  useEffect(() => {
    // an address that names a message: of a search, or of a notification
    const named = /^#m(\d{1,15})$/.exec(location.hash)?.[1];
    if (named) setWanted(Number(named));
  }, []);
  useEffect(() => {
    if (wanted === null) return;
    const found = document.getElementById(`m${wanted}`);
    if (!found && hasOlder && first > wanted) {
      if (!loadingOlder) void load.current(wanted);
      return;
    }
    setWanted(null);
    found?.scrollIntoView({ block: "center" });
    found?.focus({ preventScroll: true });
  }, [wanted, first, hasOlder, loadingOlder]);
  return setWanted;
}
