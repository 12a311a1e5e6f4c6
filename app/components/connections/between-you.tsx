import type { ProfileView } from "#domain/profiles/schema.ts";
import { Actions } from "../ui/actions.tsx";
import { ConnectionForm } from "./connection-form.tsx";

export interface BetweenYouProps {
  first: string;
  mentor: Pick<ProfileView, "userId" | "connection">;
  /** This page, to come back to. */
  back: string;
}

/** How reader and mentor stand, and the one act that leads on. */
export function BetweenYou({ first, mentor, back }: BetweenYouProps) {
  const { connection, userId } = mentor;
  const act = { userId, back, ...(connection && { connectionId: connection.id }) };
  if (!connection) {
    return (
      <>
        <p className="soft">Connected people show each other the way to those they know.</p>
        <ConnectionForm intent="invite" {...act} look="second" pendingWords="Inviting">
          Connect with {first}
        </ConnectionForm>
      </>
    );
  }
  if (connection.state === "connected") return <p>You are connected.</p>;
  if (connection.state === "you-invited") {
    return (
      <>
        <p>You invited {first}, who has not answered yet.</p>
        <ConnectionForm intent="withdraw" {...act} look="quiet" pendingWords="Taking it back">
          Take the invitation back
        </ConnectionForm>
      </>
    );
  }
  return (
    <>
      <p>{first} would like to be connected with you.</p>
      <Actions>
        <ConnectionForm intent="accept" {...act} look="second" pendingWords="Accepting">
          Accept {first}
        </ConnectionForm>
        <ConnectionForm intent="decline" {...act} look="quiet" pendingWords="Declining">
          Decline
        </ConnectionForm>
      </Actions>
    </>
  );
}
