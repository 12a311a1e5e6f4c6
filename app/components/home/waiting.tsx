import { actionOf, type InboxEvent, type RoomSummary } from "#domain/notifications/schema.ts";
import { firstName } from "../people/first-name.ts";
import { ReaderTime } from "../time/reader-time.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { NewMark } from "../ui/plate.tsx";

const SHOWN = 4;

/** What waits for an answer: first on a phone, beside on a desktop. */
export function Waiting({ rooms, news }: { rooms: RoomSummary[]; news: InboxEvent[] }) {
  const nothing = rooms.length === 0 && news.length === 0;
  return (
    <aside className="aside" aria-labelledby="waiting">
      <h2 className="h2" id="waiting">
        Waiting for you
      </h2>
      {nothing ? (
        <p className="soft py-2">Nothing. What people write to you and ask of you stands here.</p>
      ) : (
        <ul className="rows">
          {rooms.slice(0, SHOWN).map((room) => (
            <WaitingRoom key={room.roomId} room={room} />
          ))}
          {news.slice(0, SHOWN).map((event) => (
            <li key={event.id}>
              <p dir="auto">
                <NewMark /> {event.title}
              </p>
              {event.preview && (
                <p className="soft" dir="auto">
                  “{event.preview}”
                </p>
              )}
              <ButtonLink look="quiet" to={event.href}>
                {actionOf(event.kind)}
              </ButtonLink>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}

function WaitingRoom({ room }: { room: RoomSummary }) {
  const name = firstName(room.withName);
  return (
    <li>
      <p>
        <NewMark>{room.unread > 1 ? `${room.unread} new` : "New"}</NewMark> {name} wrote{" "}
        {room.at && (
          <>
            at <ReaderTime at={room.at} />
          </>
        )}
      </p>
      {room.preview && (
        <p className="soft" dir="auto">
          “{room.preview}”
        </p>
      )}
      <ButtonLink look="strong" to={`/conversations/${room.roomId}`}>
        Answer {name}
      </ButtonLink>
    </li>
  );
}
