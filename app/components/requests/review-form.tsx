import { Form, useNavigation } from "@remix-run/react";
import type { RequestView } from "#domain/mentorships/schema.ts";
import { MAX_REVIEW_LENGTH, type OwnReview } from "#domain/reviews/schema.ts";
import { ErrorSummary } from "../forms/error-summary.tsx";
import { firstName } from "../people/first-name.ts";
import { ReviewWords } from "../reviews/review-words.tsx";
import { Stars } from "../reviews/stars.tsx";
import { counted } from "../time/calendar.ts";
import { Button } from "../ui/button.tsx";
import { Choices, Radio } from "../ui/choice.tsx";
import { TextArea } from "../ui/text-field.tsx";
import { type FailedAct, typedIn } from "./request-act.ts";

export interface ReviewSectionProps {
  request: RequestView;
  failed: FailedAct | null;
}

/** How it was: the mentee says it, and may change it; the mentor reads it. Nothing before a mentorship is over. */
export function ReviewSection({ request, failed }: ReviewSectionProps) {
  const { as, review, actions, other } = request;
  if (!review && !actions.includes("review")) return null;
  const title = as === "mentee" ? "How was it?" : `How it was for ${firstName(other.name)}`;
  return (
    <section className="section" aria-labelledby="review">
      <h2 id="review">{title}</h2>
      {review && <Said review={review} />}
      {actions.includes("review") && <ReviewForm request={request} failed={failed} />}
    </section>
  );
}

const Said = ({ review: { stars, words } }: { review: OwnReview }) => (
  <>
    <p>
      <Stars count={stars} />
    </p>
    <ReviewWords words={words} />
  </>
);

function ReviewForm({ request: { id, review, other }, failed }: ReviewSectionProps) {
  const sending = useNavigation().formData?.get("intent") === "review";
  const tried = failed?.values.intent === "review" ? failed : null;
  const name = firstName(other.name);
  const chosen = tried ? typedIn(tried.values, "stars") : String(review?.stars ?? "");
  return (
    <Form method="post" className="form" noValidate key={review?.updatedAt ?? "new"}>
      <ErrorSummary problem={tried} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="intent" value="review" />
      <Choices legend="Stars" id="stars" hint="Five is the best." error={tried?.fields.stars}>
        {[1, 2, 3, 4, 5].map((stars) => (
          <Radio
            key={stars}
            name="stars"
            value={stars}
            defaultChecked={chosen === String(stars)}
            label={counted(stars, "star")}
          />
        ))}
      </Choices>
      <TextArea
        name="words"
        label="In your words"
        optional
        hint={`It stands on ${name}’s page, under your name, for those who may see you both. Your stars count in any case.`}
        defaultValue={tried ? typedIn(tried.values, "words") : review?.words}
        error={tried?.fields.words}
        maxLength={MAX_REVIEW_LENGTH}
        rows={4}
      />
      <div>
        <Button pending={sending} pendingWords="Saving">
          {review ? "Change your review" : `Review ${name}`}
        </Button>
      </div>
    </Form>
  );
}
