import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { DomainError } from "#domain/errors.ts";
import { findDay } from "#domain/rooms/find-day.ts";
import { placeOf } from "#domain/rooms/schema.ts";
import { searchRoom } from "#domain/rooms/search-room.ts";
import { BackLink, Page, PageHead } from "../components/layout/page.tsx";
import { firstName } from "../components/people/first-name.ts";
import { MessageText } from "../components/room/message-text.tsx";
import { moment } from "../components/time/calendar.ts";
import { ClockText } from "../components/time/clock-text.tsx";
import { startOfDay } from "../components/time/start-of-day.ts";
import { Button } from "../components/ui/button.tsx";
import { TextField } from "../components/ui/text-field.tsx";
import { useReader } from "../hooks/use-reader.ts";
import { titled } from "../titles.ts";

export async function loader({ context: { ctx }, params, request }: LoaderFunctionArgs) {
  if (ctx.actor.kind !== "user") throw new DomainError("not_signed_in");
  const roomId = params.roomId ?? "";
  const asked = new URL(request.url).searchParams;
  const since = startOfDay(asked.get("day") ?? "", asked.get("zone") ?? "UTC");
  const seq = since && (await findDay(ctx, { roomId, since }));
  if (seq) throw redirect(`/conversations/${roomId}#m${seq}`);
  const query = asked.get("q")?.slice(0, 200) ?? "";
  return {
    userId: ctx.actor.id,
    query,
    nothingSince: since !== null,
    ...(await searchRoom(ctx, { roomId, query })),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titled(data ? `Search: ${data.header.title}` : "Not found");

export default function RoomSearch() {
  const { header, query, found, authors, userId, nothingSince } = useLoaderData<typeof loader>();
  const { timeZone, now } = useReader();
  const nameOf = (id: string) =>
    id === userId ? "You" : (authors.find((one) => one.userId === id)?.name ?? "Somebody who left");
  return (
    <Page
      className="pad-end"
      head={
        <PageHead
          title={
            header.kind === "direct"
              ? `What you and ${firstName(header.other.name)} wrote`
              : `What was written in ${header.title}`
          }
          back={<BackLink to={`/conversations/${header.roomId}`}>The conversation</BackLink>}
        />
      }
    >
      <div className="list">
        <Form role="search" className="find">
          <TextField name="q" type="search" label="Find words" defaultValue={query} maxLength={200} />
          <Button look="second">Find</Button>
        </Form>
        <Form className="find">
          <TextField name="day" type="date" label="Go to a day" required />
          <input type="hidden" name="zone" value={timeZone} />
          <Button look="second">Go</Button>
        </Form>
        {nothingSince && <p className="text">Nothing was written on that day or after it.</p>}
        {query !== "" && found.length === 0 && <p className="text">No message here holds “{query}”.</p>}
        <ul className="rows">
          {found.map((message) => (
            <li key={message.id} className="msg">
              <p className="by">
                <b dir="auto">{nameOf(message.authorId)}</b>{" "}
                <Link to={`/conversations/${header.roomId}${placeOf(message)}`}>
                  <ClockText at={message.sentAt}>{moment(message.sentAt, timeZone, now)}</ClockText>
                </Link>
              </p>
              <MessageText body={message.body} />
            </li>
          ))}
        </ul>
      </div>
    </Page>
  );
}
