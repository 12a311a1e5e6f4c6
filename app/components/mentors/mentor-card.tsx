import { Link } from "@remix-run/react";
import { useReader } from "#app/hooks/use-reader.ts";
import type { MentorCard as Card } from "#domain/search/schema.ts";
import { Way } from "../line/way.tsx";
import { firstName } from "../people/first-name.ts";
import { ratingInWords } from "../reviews/rating-in-words.ts";
import { longDay } from "../time/calendar.ts";
import { Place, ReaderDay } from "../time/reader-time.tsx";
import { AskLink } from "../ui/ask.tsx";
import { lineInWords } from "./line-in-words.ts";
import { Evidence, Why } from "./why.tsx";

export interface MentorCardProps {
  card: Card;
  /** The person's own words, carried on to the profile and the request. */
  need?: string;
  /** The search to come back to, as a query string. */
  from?: string;
  /** Level of the name's heading. */
  heading?: "h2" | "h3";
}

/** A result: the way to the person, who they are, why, the evidence, and one thing to do. */
export function MentorCard({ card, need = "", from = "", heading: Heading = "h2" }: MentorCardProps) {
  const { user, now } = useReader();
  const titleId = `mentor-${card.userId}`;
  const full = isFull(card.places);
  const first = firstName(card.name);
  return (
    <li>
      <article className="entry" aria-labelledby={titleId}>
        <Way
          name={card.name}
          degree={card.degree}
          through={card.through}
          full={full}
          stranger={user === null}
        />
        <div className="txt">
          <Heading id={titleId}>
            <Link to={profilePath(card.userId, need, from)} prefetch="intent" dir="auto">
              {card.name}
            </Link>
          </Heading>
          <p className="line" dir="auto">
            {card.headline}
          </p>
          <Why pieces={card.why} />
          <Evidence reasons={card.reasons} />
        </div>
        <div className="act">
          <Place timeZone={card.timeZone} />
          {card.rating && <p className="place">{ratingInWords(card.rating)}</p>}
          {card.verified && <p className="place">Checked by us</p>}
          {full && (
            <p className="full">
              {card.freeFrom ? `Full until about ${longDay(card.freeFrom, "UTC", now)}.` : "Full for now."}{" "}
              {lineInWords(card.line)}.
            </p>
          )}
          {card.pausedUntil && (
            <p className="full">
              Back on <ReaderDay at={card.pausedUntil} />
            </p>
          )}
          <AskLink to={askPath(card.userId, need)}>{full ? `Wait for ${first}` : `Ask ${first}`}</AskLink>
        </div>
      </article>
    </li>
  );
}

export const isFull = ({ capacity, taken }: { capacity: number; taken: number }) => taken >= capacity;

/** Where asking begins; the need comes along, to be changed there. */
export function askPath(userId: string, need: string): string {
  return `/mentors/${userId}/ask${need ? `?${new URLSearchParams({ q: need })}` : ""}`;
}

function profilePath(userId: string, need: string, from: string): string {
  const query = new URLSearchParams({ ...(need && { q: need }), ...(from && { from }) }).toString();
  return `/mentors/${userId}${query && `?${query}`}`;
}
