import clsx from "clsx";
import { firstName } from "../people/first-name.ts";
import { Monogram } from "../people/monogram.tsx";

export interface WayProps {
  name: string;
  /** 1: you know each other; 2: through one; 3: through two; null: nobody yet. */
  degree: 1 | 2 | 3 | null;
  /** Who stands between, nearest to you first. */
  through: { name: string }[];
  photo?: string | null;
  /** The mentor is full. */
  full?: boolean;
  /** Nobody is signed in, so that nothing is known of the way. */
  stranger?: boolean;
  /** The sentence for screen readers, where the way is not the reader's own. */
  words?: string;
}

/** How far a person stands from you, as a drawing, and as one sentence for screen readers. */
export function Way({ name, degree, through, photo, full, stranger, words }: WayProps) {
  // Someone in between who must not be shown leaves the distance true and the stop without a name.
  const between = degree === null || degree === 1 ? 0 : degree - 1;
  return (
    <div className={clsx("way", `d${degree ?? 0}`)}>
      {!stranger && <span className="vh">{words ?? wayInWords({ name, degree, through })}</span>}
      <span className="rail" aria-hidden="true" />
      {Array.from({ length: between }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stop is its place
        <span key={place} className={clsx("knot", place === 1 && "k2")} aria-hidden="true">
          <i />
          <em dir="auto">{through[place] && onTwoLines(through[place].name)}</em>
        </span>
      ))}
      {degree === null && !stranger && (
        <span className="noway" aria-hidden="true">
          Nobody you know knows {firstName(name)} yet
        </span>
      )}
      <Monogram name={name} photo={photo} open={full} />
    </div>
  );
}

/** "From you to Simone, through Bruno Vilarinho"; at two steps each of several people is a way of its own. */
export function wayInWords({ name, degree, through }: Pick<WayProps, "name" | "degree" | "through">): string {
  const first = firstName(name);
  if (degree === null) return `No path yet from you to ${first}`;
  if (degree === 1) return `You know ${first} directly`;
  const names = through.map((person) => person.name).join(degree === 2 ? " or " : " and ");
  return `From you to ${first}, through ${names || "people you may get to know"}`;
}

/** Two words on two lines, so that a name fits under its stop. */
function onTwoLines(name: string) {
  const [first, ...rest] = name.trim().split(/\s+/);
  return rest.length === 0 ? first : [first, <br key="br" />, rest.at(-1)];
}
