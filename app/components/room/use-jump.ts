import { useLocation } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { Room } from "./room-view.ts";

/** Goes to the message that an event made: at once where it is here, else when what stands around it has come. */
export function useJump(room: Room): (seq: number) => void {
  const [wanted, setWanted] = useState<{ seq: number; asked: boolean } | null>(null);
  const goTo = useRef(room.goTo);
  goTo.current = room.goTo;
  const { hash, key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that one comes to the address
  useEffect(() => {
    // an address that names a message: of a search, or of a notification
    const named = /^#m(\d{1,15})$/.exec(hash)?.[1];
    if (named) setWanted({ seq: Number(named), asked: false });
  }, [hash, key]);
  useEffect(() => {
    if (wanted === null) return;
    const { seq, asked } = wanted;
    const found = document.getElementById(`m${seq}`);
    if (!found && !asked) {
      void goTo.current(seq).then(() => setWanted((now) => (now?.seq === seq ? { seq, asked: true } : now)));
      return;
    }
    setWanted(null);
    found?.scrollIntoView({ block: "center" });
    found?.focus({ preventScroll: true });
  }, [wanted]);
  return (seq) => setWanted({ seq, asked: false });
}
