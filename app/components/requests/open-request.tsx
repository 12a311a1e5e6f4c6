import { Actions } from "../ui/actions.tsx";
import { ButtonLink } from "../ui/button.tsx";

export interface OpenRequestProps {
  /** What the mentor is called. */
  name: string;
  request: { id: string; state: string; roomId: string | null };
}

/** In place of the form, when these two have an open request or mentorship already. */
export function OpenRequest({ name, request }: OpenRequestProps) {
  const active = request.state === "active";
  return (
    <section className="stack pt-8">
      <p className="lead">
        {active
          ? `${name} is your mentor already.`
          : `You have asked ${name} already. You can change your words or take the request back.`}
      </p>
      <Actions>
        {active && request.roomId && (
          <ButtonLink to={`/conversations/${request.roomId}#newest`}>Open the conversation</ButtonLink>
        )}
        <ButtonLink look={active ? "quiet" : "filled"} to={`/requests/${request.id}`}>
          See the request
        </ButtonLink>
      </Actions>
    </section>
  );
}
