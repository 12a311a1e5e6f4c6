import type { OfferedSkill } from "#domain/profiles/schema.ts";

/** What they wrote, as they wrote it. */
export function OwnWords({ first, bio, goals }: { first: string; bio: string; goals: string }) {
  if (!bio && !goals) return null;
  return (
    <section className="section" aria-labelledby="words">
      <h2 id="words">In {first}’s words</h2>
      <div className="text stack" dir="auto">
        {paragraphs(bio).map((words) => (
          <p key={words}>{words}</p>
        ))}
        {paragraphs(goals).map((words) => (
          <p key={words} className="soft">
            {words}
          </p>
        ))}
      </div>
    </section>
  );
}

const paragraphs = (text: string) =>
  [...new Set(text.split(/\n\s*\n|\n/).map((part) => part.trim()))].filter(Boolean);

/** Each skill, how well, how long. */
export function Offers({ first, offers }: { first: string; offers: OfferedSkill[] }) {
  if (offers.length === 0) return null;
  return (
    <section className="section" aria-labelledby="offers">
      <h2 id="offers">What {first} offers</h2>
      <ul className="offers text">
        {offers.map(({ skill, name, level, years }) => (
          <li key={skill}>
            <b>{name}</b>{" "}
            <span className="soft">
              {level}
              {years > 0 && `, ${years} ${years === 1 ? "year" : "years"}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How many people at once. */
export function Takes({ first, places }: { first: string; places: { capacity: number; taken: number } }) {
  const { capacity, taken } = places;
  const mentees = capacity === 1 ? "One mentee" : `${capacity} mentees`;
  return (
    <section>
      <h2>What {first} takes</h2>
      <p>
        {capacity === 0
          ? "Nobody for the time being."
          : `${mentees} at a time; ${Math.min(taken, capacity)} now.`}
      </p>
    </section>
  );
}
