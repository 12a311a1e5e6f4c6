import { Link } from "@remix-run/react";
import type { Review, ReviewList } from "#domain/reviews/schema.ts";
import { REVIEWS_PER_PAGE } from "#domain/reviews/schema.ts";
import { ReaderDay } from "../time/reader-time.tsx";
import { Pages } from "../ui/pages.tsx";
import { ratingInWords } from "./rating-in-words.ts";
import { ReviewWords } from "./review-words.tsx";
import { Stars } from "./stars.tsx";

export interface ReviewsProps {
  /** What the mentor is called. */
  first: string;
  list: ReviewList;
  /** The reader's own mentorship with the mentor that is over and may be reviewed. */
  reviewable: string | null;
  /** The address of another page of reviews. */
  hrefOf: (page: number) => string;
}

/** What mentees say of a mentor, the newest first. */
export function Reviews({ first, list, reviewable, hrefOf }: ReviewsProps) {
  const { rating, reviews, unlisted, page, pages } = list;
  return (
    <section className="section" aria-labelledby="reviews">
      <h2 id="reviews">What mentees say</h2>
      <p className="text">
        {rating
          ? `${ratingInWords(rating)}.`
          : `Nobody yet. Whoever ${first} has helped can say how it was, once the two are done.`}
      </p>
      {reviewable && (
        <p>
          <Link to={`/requests/${reviewable}#review`} className="inline-flex min-h-11 items-center">
            Say how it was for you
          </Link>
        </p>
      )}
      <ul className="reviews">
        {reviews.map((review) => (
          <OneReview key={review.mentorshipId} review={review} />
        ))}
      </ul>
      {unlisted > 0 && <p className="soft">{unlistedInWords(unlisted)}</p>}
      <Pages
        page={page}
        pages={pages}
        perPage={REVIEWS_PER_PAGE}
        total={(rating?.count ?? 0) - unlisted}
        hrefOf={hrefOf}
      />
    </section>
  );
}

function OneReview({ review: { stars, words, mentee, createdAt } }: { review: Review }) {
  return (
    <li>
      <p>
        <Stars count={stars} /> <b dir="auto">{mentee.name}</b>,{" "}
        <span className="soft">
          <ReaderDay at={createdAt} />
        </span>
      </p>
      <ReviewWords words={words} />
    </li>
  );
}

const unlistedInWords = (count: number): string =>
  count === 1
    ? "One more counts, by somebody who is not shown to you."
    : `${count} more count, by people who are not shown to you.`;
