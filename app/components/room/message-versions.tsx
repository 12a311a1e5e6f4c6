import { useState } from "react";
import { z } from "zod/mini";
import { type MessageVersion, messageVersionSchema } from "#domain/rooms/schema.ts";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { moment } from "../time/calendar.ts";
import { ClockText } from "../time/clock-text.tsx";
import { MessageText } from "./message-text.tsx";
import { useRoomView } from "./room-view.ts";

const answerSchema = z.object({ versions: z.array(messageVersionSchema) });

/** "Changed", and on asking what the message said before. */
export function MessageVersions({ message }: { message: RoomMessage }) {
  const { roomId } = useRoomView();
  const [found, setFound] = useState<{ of: string; earlier: MessageVersion[] } | "missing" | null>(null);

  async function look() {
    try {
      const answer = await fetch(`/rooms/${roomId}/messages/${message.id}/versions`);
      if (!answer.ok) throw new Error(`versions answered ${answer.status}`);
      const { versions } = answerSchema.parse(await answer.json());
      setFound({ of: message.body, earlier: versions.slice(0, -1) });
    } catch {
      setFound("missing");
    }
  }

  if (message.id === null) return <p className="soft small">Changed</p>;
  const stale = found === null || found === "missing" || found.of !== message.body;
  return (
    <details className="versions" onToggle={(event) => event.currentTarget.open && stale && look()}>
      <summary className="soft small">Changed</summary>
      {found === "missing" && <p className="soft small">What it said before can't be fetched right now.</p>}
      {found !== null && found !== "missing" && <Earlier versions={found.earlier} />}
    </details>
  );
}

function Earlier({ versions }: { versions: MessageVersion[] }) {
  const { reader } = useRoomView();
  if (versions.length === 0) return <p className="soft small">What it said before is no longer kept.</p>;
  return (
    <ol>
      {versions.map(({ body, at }) => (
        <li key={at}>
          <ClockText at={at}>{moment(at, reader.timeZone, reader.now)}</ClockText>
          <MessageText body={body} />
        </li>
      ))}
    </ol>
  );
}
