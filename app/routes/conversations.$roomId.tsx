import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { type ShouldRevalidateFunctionArgs, useLoaderData, useSearchParams } from "@remix-run/react";
import clsx from "clsx";
import { DomainError } from "#domain/errors.ts";
import { leaveRoom } from "#domain/rooms/leave-room.ts";
import { loadRoom } from "#domain/rooms/load-room.ts";
import type { DirectHeader } from "#domain/rooms/load-room-header.ts";
import { paceRoom } from "#domain/rooms/pace-room.ts";
import { preferRoom } from "#domain/rooms/prefer-room.ts";
import { removeMessage } from "#domain/rooms/remove-message.ts";
import { BackLink, Page } from "../components/layout/page.tsx";
import { firstName } from "../components/people/first-name.ts";
import { PersonBand } from "../components/people/person-band.tsx";
import { ConnectionNotice } from "../components/room/connection-notice.tsx";
import { Conversation } from "../components/room/conversation.tsx";
import { haltOf } from "../components/room/halt.tsx";
import { LeaveForm, RoomPeople } from "../components/room/room-people.tsx";
import { RoomWishes } from "../components/room/room-wishes.tsx";
import { SlowModeForm } from "../components/room/slow-mode.tsx";
import { useNow } from "../components/room/use-now.ts";
import { counted, timeThere } from "../components/time/calendar.ts";
import { Actions } from "../components/ui/actions.tsx";
import { ButtonLink } from "../components/ui/button.tsx";
import { Live } from "../components/ui/plate.tsx";
import { formAction } from "../form-action.server.ts";
import { useReader } from "../hooks/use-reader.ts";
import { useRoom } from "../hooks/use-room.ts";
import { titled } from "../titles.ts";

export async function loader({ context: { ctx }, params, request }: LoaderFunctionArgs) {
  if (ctx.actor.kind !== "user") throw new DomainError("not_signed_in");
  const threadId = new URL(request.url).searchParams.get("thread");
  return { userId: ctx.actor.id, ...(await loadRoom(ctx, { roomId: params.roomId ?? "", threadId })) };
}

export const action = formAction(async ({ context: { ctx }, params }, form) => {
  const roomId = params.roomId ?? "";
  const messageId = form.get("remove");
  if (messageId !== null) {
    await removeMessage(ctx, { roomId, messageId });
    return null;
  }
  const seconds = form.get("slow");
  if (seconds !== null) {
    await paceRoom(ctx, { roomId, seconds });
    return redirect(`/conversations/${roomId}`);
  }
  if (form.has("leave")) {
    await leaveRoom(ctx, { roomId });
    return redirect("/conversations");
  }
  const wish = form.get("wish");
  await preferRoom(ctx, { roomId, wish });
  return redirect(wish === "archive" ? "/conversations" : `/conversations/${roomId}`);
});

/** The socket keeps the room fresh; of what else happens in the page only its own form asks for more. */
export const shouldRevalidate = ({ currentParams, nextParams, formMethod }: ShouldRevalidateFunctionArgs) =>
  currentParams.roomId !== nextParams.roomId || formMethod === "POST";

export const meta: MetaFunction<typeof loader> = ({ data }) => titled(data ? data.header.title : "Not found");

export default function RoomPage() {
  const { header } = useLoaderData<typeof loader>();
  // another room is another conversation: nothing of the one before stays
  return <Room key={header.roomId} />;
}

function Room() {
  const { userId, header, snapshot, thread } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const threadId = params.get("thread");
  const { roomId } = header;
  const { timeZone, now: serverNow } = useReader();
  const now = useNow(serverNow);
  const room = useRoom(roomId, { userId, initialSnapshot: snapshot, initialThread: thread });
  const waiting = room.newest.filter(({ state }) => state === "sending").length;
  const direct = header.kind === "direct" ? header : null;
  const ended = direct !== null && (direct.mentorship.state !== "active" || room.closed);
  const facts = direct ? directFacts(direct, room, { timeZone, now }) : [peopleHere(room)];
  return (
    <Page
      className={clsx("two room", threadId !== null && "thread-open")}
      bandClassName="rm"
      head={
        <PersonBand
          name={header.title}
          back={<BackLink to="/conversations">All conversations</BackLink>}
          facts={facts.filter(Boolean)}
        />
      }
      notice={
        <ConnectionNotice
          status={room.status}
          since={room.since}
          timeZone={timeZone}
          waiting={waiting}
          onTryNow={room.reconnect}
        />
      }
    >
      <Conversation
        roomId={roomId}
        room={room}
        reader={{ userId, timeZone, now }}
        other={direct && { userId: direct.other.userId, firstName: firstName(direct.other.name) }}
        name={direct ? firstName(direct.other.name) : header.title}
        blockedIds={header.kind === "direct" ? [] : header.blockedIds}
        seenSeq={snapshot.reads[userId] ?? 0}
        ended={ended}
        halt={haltOf(room, header)}
        slowSeconds={header.slowSeconds}
        mayRemove={header.mayRemove}
        threadId={threadId}
        aside={
          <>
            {header.kind === "direct" ? (
              <Goal roomId={roomId} mentorship={header.mentorship} />
            ) : (
              <RoomPeople {...header} members={room.members} userId={userId} />
            )}
            <section aria-label="This conversation">
              <RoomWishes muted={header.muted} archived={header.archived} />
              {header.mayPace && !ended && <SlowModeForm seconds={room.slowSeconds ?? header.slowSeconds} />}
              {header.kind !== "direct" && room.status !== "not-member" && (
                <LeaveForm title={header.title} comesBack={header.kind === "community"} />
              )}
            </section>
          </>
        }
      />
    </Page>
  );
}

function Goal({ roomId, mentorship }: Pick<DirectHeader, "roomId" | "mentorship">) {
  return (
    <section aria-labelledby="goal">
      <h2 className="soft font-normal" id="goal">
        On the way to
      </h2>
      <p className="goal" dir="auto">
        {mentorship.goal}
      </p>
      <Actions>
        <ButtonLink look="quiet" to={`/requests/${mentorship.id}`}>
          The request
        </ButtonLink>
        <ButtonLink look="quiet" to={`/conversations/${roomId}/search`}>
          Search
        </ButtonLink>
      </Actions>
    </section>
  );
}

type Here = Pick<ReturnType<typeof useRoom>, "status" | "online" | "crowd" | "members">;

/** Without a connection nobody can say who is there. */
function directFacts(
  { other }: DirectHeader,
  { status, online }: Here,
  reader: { timeZone: string; now: string },
) {
  const here = status === "open" && online.includes(other.userId);
  return [here && <Live key="here">Here now</Live>, timeThere(other.timeZone, reader.timeZone, reader.now)];
}

function peopleHere({ status, online, crowd, members }: Here) {
  const people = counted(members.length, "member");
  if (status !== "open") return people;
  const here = crowd ? "many here now" : online.length > 1 && `${online.length} here now`;
  return here ? `${people}, ${here}` : people;
}
