import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData, useLocation } from "@remix-run/react";
import { BetweenYou } from "#app/components/connections/between-you.tsx";
import { BlockForm } from "#app/components/connections/block-form.tsx";
import { MarkForms } from "#app/components/connections/mark-forms.tsx";
import { BackLink, Page } from "#app/components/layout/page.tsx";
import { Here, Line } from "#app/components/line/line.tsx";
import { Way } from "#app/components/line/way.tsx";
import { lineInWords } from "#app/components/mentors/line-in-words.ts";
import { askPath, isFull } from "#app/components/mentors/mentor-card.tsx";
import { Offers, OwnWords, Takes } from "#app/components/mentors/mentor-profile.tsx";
import { Week } from "#app/components/mentors/week.tsx";
import { Account, Evidence, Why } from "#app/components/mentors/why.tsx";
import { firstName } from "#app/components/people/first-name.ts";
import { Monogram } from "#app/components/people/monogram.tsx";
import { ratingInWords } from "#app/components/reviews/rating-in-words.ts";
import { Reviews } from "#app/components/reviews/reviews.tsx";
import { longDay } from "#app/components/time/calendar.ts";
import { namesPlace, placeOf, timeIn } from "#app/components/time/clock.ts";
import { ButtonLink } from "#app/components/ui/button.tsx";
import { useReader } from "#app/hooks/use-reader.ts";
import { languageName } from "#app/languages.server.ts";
import { titled } from "#app/titles.ts";
import type { ProfileView } from "#domain/profiles/schema.ts";
import { parseSearch } from "#domain/search/address.ts";
import { loadMentorPage } from "#domain/search/load-mentor-page.ts";
import { ClockText } from "../components/time/clock-text.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? titled(data.mentor.name, data.mentor.headline) : titled("Mentor");

export async function loader({ context: { ctx }, params, request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const { query } = parseSearch(searchParams);
  const reviewsPage = pageOf(searchParams.get("reviews"));
  const page = await loadMentorPage(ctx, { userId: params.id ?? "", query, reviewsPage });
  return {
    ...page,
    need: query,
    // The search that led here, so that the way back finds the same page of it.
    from: (searchParams.get("from") ?? "").slice(0, 2000),
    languages: page.mentor.languages.map(languageName),
    own: ctx.actor.kind === "user" && ctx.actor.id === page.mentor.userId,
  };
}

/** A page by its number in an address; the first for what is none. */
const pageOf = (value: string | null): number => (/^[1-9]\d{0,2}$/.test(value ?? "") ? Number(value) : 1);

export default function MentorProfile() {
  const { mentor, card, account, bothFree, reviews, need, own } = useLoaderData<typeof loader>();
  const { user } = useReader();
  const { pathname, search } = useLocation();
  const here = pathname + search;
  const first = firstName(mentor.name);
  return (
    <Page head={<Head />} className="two wide-aside pb-16">
      <div>
        {!own && (
          <Line className="pt-8">
            <Here plain />
            <Way
              name={mentor.name}
              degree={card.degree}
              through={card.through}
              photo={mentor.image}
              full={isFull(mentor.places)}
              stranger={user === null}
            />
            <section aria-labelledby="why">
              <h2 className="vh" id="why">
                Why {first}
              </h2>
              <Why pieces={card.why} />
              <Evidence reasons={card.reasons} />
              <Account entries={account} />
            </section>
          </Line>
        )}
        <OwnWords first={first} bio={mentor.bio} goals={mentor.goals} />
        <Offers first={first} offers={mentor.offers} />
        <Reviews
          first={first}
          list={reviews}
          reviewable={isOver(mentor.request) ? mentor.request.id : null}
          hrefOf={(page) => {
            const query = new URLSearchParams(search);
            query.set("reviews", String(page));
            return `${pathname}?${query}#reviews`;
          }}
        />
      </div>
      <aside className="aside" aria-labelledby="week">
        <section>
          <h2 className="h2" id="week">
            {first}’s week in your time
          </h2>
          <Week
            name={first}
            rules={mentor.availability}
            mentorZone={mentor.timeZone}
            bothFree={bothFree}
            askPath={askPath(mentor.userId, need)}
          />
        </section>
        <Takes first={first} places={mentor.places} />
        {user && !own && (
          <section aria-labelledby="between">
            <h2 id="between">You and {first}</h2>
            <BetweenYou first={first} mentor={mentor} back={here} />
            <MarkForms first={first} mentorId={mentor.userId} mark={mentor.mark} back={here} />
            <BlockForm userId={mentor.userId} first={first} />
          </section>
        )}
      </aside>
    </Page>
  );
}

const isOver = (request: ProfileView["request"]): request is NonNullable<ProfileView["request"]> =>
  request !== null && ["completed", "ended"].includes(request.state);

function Head() {
  const { mentor, languages, from, need, own } = useLoaderData<typeof loader>();
  const { now } = useReader();
  const { timeZone } = mentor;
  const place = namesPlace(timeZone) ? `${placeOf(timeZone)}, ` : "";
  const back = from || (need ? new URLSearchParams({ q: need }).toString() : "");
  return (
    <div className="with pt-2">
      <BackLink to={`/mentors${back && `?${back}`}`}>
        {back ? "Back to the results" : "Look at others"}
      </BackLink>
      <Monogram name={mentor.name} photo={mentor.image} size={96} />
      <div>
        <h1 className="big" dir="auto">
          {mentor.name}
        </h1>
        <p dir="auto">{mentor.headline}</p>
        <p>
          <span>
            {place}
            <ClockText at={now}>{timeIn(now, timeZone)}</ClockText> there now
          </span>
          <span>{languages.join(" and ")}</span>
          {mentor.rating && <span>{ratingInWords(mentor.rating)}</span>}
          {mentor.verified && <span>Checked by us</span>}
        </p>
      </div>
      <div className="headact">
        {own ? <ButtonLink to="/profile">Change your profile</ButtonLink> : <HeadAction />}
      </div>
    </div>
  );
}

/** One thing to do: ask, wait in line, or go on with what has begun. */
function HeadAction() {
  const { mentor, need } = useLoaderData<typeof loader>();
  const { now } = useReader();
  const first = firstName(mentor.name);
  const { request, places } = mentor;
  if (request?.state === "active" && request.roomId) {
    return <ButtonLink to={`/conversations/${request.roomId}`}>Talk with {first}</ButtonLink>;
  }
  if (request && ["pending", "waiting"].includes(request.state)) {
    return (
      <>
        <ButtonLink to={`/requests/${request.id}`}>See your request</ButtonLink>
        <span>
          {request.state === "pending"
            ? `${first} has yet to answer.`
            : `${lineInWords(mentor.line)}. ${
                mentor.freeFrom
                  ? `${first} expects a place about ${longDay(mentor.freeFrom, "UTC", now)}.`
                  : "We can’t say when a place comes free."
              }`}
        </span>
      </>
    );
  }
  if (mentor.pausedUntil) {
    return (
      <span>
        {first} takes nobody new until {longDay(mentor.pausedUntil, "UTC", now)}.
      </span>
    );
  }
  const free = Math.max(0, places.capacity - places.taken);
  return (
    <>
      <ButtonLink to={askPath(mentor.userId, need)}>
        {free > 0 ? `Ask ${first}` : `Wait for ${first}`}
      </ButtonLink>
      <span>
        {free > 0
          ? `${free} of ${places.capacity} places free.`
          : `${
              mentor.freeFrom
                ? `Full until about ${longDay(mentor.freeFrom, "UTC", now)}.`
                : "Full for now; nobody knows until when."
            } ${lineInWords(mentor.line)}, and you can join it.`}
      </span>
    </>
  );
}
