import { Form, Link, useNavigation } from "@remix-run/react";
import type { RoomMember } from "#domain/rooms/schema.ts";
import { counted } from "../time/calendar.ts";
import { Actions } from "../ui/actions.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";

/** So many are named beside the room. */
const NAMED = 8;

export interface RoomPeopleProps {
  roomId: string;
  members: readonly RoomMember[];
  userId: string;
  /** What a community is about. */
  about: string | null;
  /** The reader may add people. */
  mayAdd: boolean;
}

/** Beside a room of many: what it is about, who its people are, and the ways on. */
export function RoomPeople({ roomId, members, userId, about, mayAdd }: RoomPeopleProps) {
  const others = members.length - NAMED;
  const people = `/conversations/${roomId}/people`;
  return (
    <section aria-labelledby="people">
      {about && <p className="text">{about}</p>}
      <h2 className="soft font-normal" id="people">
        {counted(members.length, "member")}
      </h2>
      <ul className="people-here">
        {members.slice(0, NAMED).map((member) => (
          <li key={member.userId} dir="auto">
            {member.name}
            {member.userId === userId && <span className="soft"> (you)</span>}
          </li>
        ))}
      </ul>
      <Actions>
        <ButtonLink look="quiet" to={people}>
          {mayAdd ? "Add or see people" : others > 0 ? `All ${members.length}` : "See the people"}
        </ButtonLink>
        <ButtonLink look="quiet" to={`/conversations/${roomId}/search`}>
          Search
        </ButtonLink>
      </Actions>
    </section>
  );
}

/** Leaves a room of many, after saying what that means; it works without JavaScript. */
export function LeaveForm({ title, comesBack }: { title: string; comesBack: boolean }) {
  const pending = useNavigation().formData?.has("leave");
  return (
    <details className="unfold">
      <summary className="unfold-quiet">Leave</summary>
      <p className="text">
        What you wrote in {title} stays there, with your name.{" "}
        {comesBack ? (
          <>
            You can come back at any time, by <Link to="/communities">Communities</Link>.
          </>
        ) : (
          "Only who keeps the circle can add you again."
        )}
      </p>
      <Form method="post">
        <Button look="second" name="leave" value="yes" pending={pending} pendingWords="Leaving">
          Leave {title}
        </Button>
      </Form>
    </details>
  );
}
