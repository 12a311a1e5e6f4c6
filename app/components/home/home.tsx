import { Form, useRouteLoaderData } from "@remix-run/react";
import { useLiveRooms } from "#app/hooks/inbox-context.ts";
import { useReader } from "#app/hooks/use-reader.ts";
import type { RootData } from "#app/root-data.ts";
import type { InboxEvent } from "#domain/notifications/schema.ts";
import type { Recommendations } from "#domain/recommendations/schema.ts";
import { Page } from "../layout/page.tsx";
import { Here, Line, OpenEnd, Stop } from "../line/line.tsx";
import { peopleInWords } from "../mentors/found.ts";
import { MentorCard } from "../mentors/mentor-card.tsx";
import { NeedField } from "../mentors/need-field.tsx";
import { firstName } from "../people/first-name.ts";
import { timeIn } from "../time/clock.ts";
import { Actions } from "../ui/actions.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Waiting } from "./waiting.tsx";

export interface HomeProps {
  recommendations: Recommendations;
  /** Unread, without those about messages: the rooms say them. */
  news: InboxEvent[];
}

/** For the signed-in: the question first, then what waits for them, then people to be introduced to. */
export function Home({ recommendations, news }: HomeProps) {
  const { user } = useReader();
  const root = useRouteLoaderData<RootData>("root");
  const rooms = useLiveRooms(root?.inbox?.rooms ?? []).filter(({ unread }) => unread > 0);
  return (
    <>
      {user && !user.onboarded && (
        <Notice
          action={
            <ButtonLink look="strong" to="/onboarding/1">
              Finish the three steps
            </ButtonLink>
          }
        >
          Tell us a little more, and the reasons become better.
        </Notice>
      )}
      <Page head={<Greeting />} className="two wide-aside flip">
        <Waiting rooms={rooms} news={news} />
        <Line ends className="pt-8">
          {recommendations.cards.length === 0 ? <Nobody /> : <Introductions {...recommendations} />}
        </Line>
      </Page>
    </>
  );
}

function Greeting() {
  const { user, now, timeZone } = useReader();
  return (
    <Form method="get" action="/mentors" role="search" className="need pb-6">
      <h1 className="vh">Home</h1>
      <NeedField
        label={`${greeting(timeIn(now, timeZone))}, ${firstName(user?.name ?? "")}. What do you need?`}
      />
    </Form>
  );
}

/** @param clock "18:02" */
export function greeting(clock: string): string {
  const hour = Number(clock.slice(0, 2));
  if (hour < 5 || hour >= 18) return "Good evening";
  return hour < 12 ? "Good morning" : "Good afternoon";
}

const SHOWN = 3;

function Introductions({ cards, source }: Recommendations) {
  const shown = cards.slice(0, SHOWN);
  return (
    <>
      <Here as="h2" plain>
        {peopleInWords(shown.length)} we would introduce you to. We looked at what you seek and at who your
        people know
        {source === "sql" ? "; for now with fewer reasons than usual." : "."}
      </Here>
      <ol className="results near">
        {shown.map((card) => (
          <MentorCard key={card.userId} card={card} heading="h3" />
        ))}
      </ol>
      <Actions>
        <ButtonLink look="strong" to="/mentors">
          See all mentors
        </ButtonLink>
        <ButtonLink look="quiet" to="/connections">
          People you know
        </ButtonLink>
      </Actions>
    </>
  );
}

function Nobody() {
  return (
    <>
      <Here as="h2" plain>
        We do not know you well enough yet to introduce you to anybody.
      </Here>
      <ul className="stops pt-8">
        <Stop>
          <ButtonLink look="strong" to="/profile">
            Say what you seek
          </ButtonLink>
        </Stop>
        <Stop>
          <ButtonLink look="strong" to="/mentors">
            Look at everybody
          </ButtonLink>
        </Stop>
        <Stop>
          <ButtonLink look="strong" to="/connections">
            Connect with people you know
          </ButtonLink>
        </Stop>
      </ul>
      <OpenEnd />
    </>
  );
}
