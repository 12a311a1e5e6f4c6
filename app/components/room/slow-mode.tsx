import { Form, useNavigation } from "@remix-run/react";
import { useEffect, useState } from "react";
import { counted } from "../time/calendar.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/text-field.tsx";
import type { Room, RoomView } from "./room-view.ts";

const choices = [0, 10, 30, 60, 300, 900, 3_600];

/** "30 seconds", "5 minutes". */
const lasting = (seconds: number): string =>
  seconds % 60 === 0 ? counted(seconds / 60, "minute") : counted(seconds, "second");

/**
 * Slow mode as a composer needs it: seconds until the reader's next message may go out, and in words what it asks of
 * everybody, where it is on.
 * @param fromLoader seconds as the page was made, until the room has said
 */
export function usePace({ slowSeconds, nextSendAtMs }: Room, fromLoader: number): RoomView["pace"] {
  const wait = useCountdown(nextSendAtMs);
  const seconds = slowSeconds ?? fromLoader;
  return { wait, slow: seconds > 0 ? `Slow mode: one message in ${lasting(seconds)}.` : null };
}

/** Whole seconds until a moment, counted down while it lies ahead. */
function useCountdown(untilMs: number): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const look = () => setLeft(Math.max(0, Math.ceil((untilMs - Date.now()) / 1000)));
    look();
    if (untilMs <= Date.now()) return;
    const timer = setInterval(() => {
      look();
      if (untilMs <= Date.now()) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [untilMs]);
  return left;
}

/** "In 9 s", "In 4:59": what the button of a composer says until the next message may go out. */
export function waitInWords(seconds: number): string {
  if (seconds < 60) return `In ${seconds} s`;
  return `In ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** For whoever keeps order here: how long each member waits between two messages. */
export function SlowModeForm({ seconds }: { seconds: number }) {
  const pending = useNavigation().formData?.has("slow") ?? false;
  const offered = choices.includes(seconds) ? choices : [seconds, ...choices];
  return (
    <details className="unfold" key={seconds}>
      <summary className="unfold-quiet">Slow mode</summary>
      <Form method="post" className="form">
        <Select label="Between two messages of one person" name="slow" defaultValue={String(seconds)}>
          {offered.map((one) => (
            <option key={one} value={one}>
              {one === 0 ? "No wait" : lasting(one)}
            </option>
          ))}
        </Select>
        <div>
          <Button look="second" pending={pending}>
            Set the pace
          </Button>
        </div>
      </Form>
    </details>
  );
}
