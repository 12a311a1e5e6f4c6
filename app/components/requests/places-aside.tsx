import { DAYS_TO_ANSWER, type Places } from "#domain/mentorships/schema.ts";
import { ButtonLink } from "../ui/button.tsx";

/** How many mentees a mentor has and takes, and what silence means. */
export function PlacesAside({ places }: { places: Places }) {
  const left = places.capacity - places.taken;
  return (
    <aside className="aside" aria-labelledby="places">
      <h2 className="h2" id="places">
        Your places
      </h2>
      <p>
        {places.taken} of {places.capacity} taken.{" "}
        {left > 0
          ? "When the last is gone we show you as full, and people can take a place in line."
          : "We show you as full; people can take a place in line."}
      </p>
      <p>
        <ButtonLink look="quiet" to="/profile">
          Change how many I take
        </ButtonLink>
      </p>
      <h2>No answer is an answer too</h2>
      <p className="soft">
        A request that you leave ends after {DAYS_TO_ANSWER} days, and we tell the person it was not about
        them.
      </p>
    </aside>
  );
}
