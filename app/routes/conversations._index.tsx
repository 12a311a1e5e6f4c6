import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { DomainError } from "#domain/errors.ts";
import { loadInbox } from "#domain/notifications/load-inbox.ts";
import type { RoomSummary } from "#domain/notifications/schema.ts";
import { may } from "#domain/permissions.ts";
import { loadRoomWishes } from "#domain/rooms/load-room-wishes.ts";
import { ConversationList, findRooms } from "../components/conversations/conversation-list.tsx";
import { ConversationTabs } from "../components/conversations/conversation-tabs.tsx";
import { Page, PageHead } from "../components/layout/page.tsx";
import { Line, OpenEnd, Stop } from "../components/line/line.tsx";
import { counted } from "../components/time/calendar.ts";
import { ButtonLink } from "../components/ui/button.tsx";
import { TextField } from "../components/ui/text-field.tsx";
import { useLiveRooms } from "../hooks/inbox-context.ts";
import { useReader } from "../hooks/use-reader.ts";
import { titled } from "../titles.ts";

/** So few are seen at a glance and need no search. */
const FEW = 5;

export async function loader({ context: { ctx } }: LoaderFunctionArgs) {
  if (ctx.actor.kind !== "user") throw new DomainError("not_signed_in");
  const [{ rooms }, wishes] = await Promise.all([loadInbox(ctx), loadRoomWishes(ctx)]);
  return { userId: ctx.actor.id, rooms, wishes, mayMake: may(ctx.actor, "create:group:own") };
}

export const meta: MetaFunction = () => titled("Conversations");

export default function Conversations() {
  const { rooms: fromLoader, userId, wishes, mayMake } = useLoaderData<typeof loader>();
  const rooms = useLiveRooms(fromLoader);
  const { timeZone, now } = useReader();
  const [params] = useSearchParams();
  const query = params.get("q") ?? "";
  // one with something unread is among the others again, wherever it was put
  const isArchived = ({ roomId, unread }: RoomSummary) => wishes[roomId]?.archived === true && unread === 0;
  const archived = rooms.filter(isArchived);
  const inArchive = params.has("archived");
  // a search looks through all of them
  const listed = query ? rooms : rooms.filter((room) => isArchived(room) === inArchive);
  const found = findRooms(listed, query);
  return (
    <Page className="pad-end" head={<PageHead title="Conversations" />}>
      <ConversationTabs />
      <div className="list">
        {rooms.length === 0 && <NobodyYet />}
        {rooms.length > FEW && (
          <Form role="search" className="find">
            <TextField
              name="q"
              type="search"
              label="Find a person or a word"
              defaultValue={query}
              maxLength={200}
            />
          </Form>
        )}
        <ConversationList rooms={found} reader={{ userId, timeZone, now }} wishes={wishes} />
        {inArchive ? (
          <ButtonLink look="quiet" to="/conversations">
            All other conversations
          </ButtonLink>
        ) : (
          archived.length > 0 &&
          !query && (
            <ButtonLink look="quiet" to="?archived">
              {counted(archived.length, "archived conversation")}
            </ButtonLink>
          )
        )}
        {mayMake && !query && (
          <ButtonLink look="quiet" to="/conversations/new">
            Make a circle
          </ButtonLink>
        )}
        {query && found.length === 0 && (
          <p className="text">
            Nobody here goes by “{query}”, and no last words hold it. <Link to="/conversations">See all</Link>
          </p>
        )}
      </div>
    </Page>
  );
}

function NobodyYet() {
  return (
    <Line className="pt-8">
      <ul className="stops">
        <Stop kind="you">
          <h2>No conversation yet</h2>
          <p className="soft">
            A conversation opens when a mentor accepts your request, or when you accept one. In a community
            you can talk at once.
          </p>
          <ButtonLink look="strong" to="/mentors">
            Find a mentor
          </ButtonLink>
        </Stop>
        <Stop kind="ring">
          <h2>Waiting for an answer?</h2>
          <p className="soft">Your requests say where each one stands.</p>
          <ButtonLink look="quiet" to="/requests">
            See your requests
          </ButtonLink>
        </Stop>
      </ul>
      <OpenEnd />
    </Line>
  );
}
