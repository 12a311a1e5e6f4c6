import type { ReactNode } from "react";
import { Monogram } from "./monogram.tsx";

export interface PersonBandProps {
  /** Whose monogram stands before the title. */
  name: string;
  title?: ReactNode;
  back: ReactNode;
  /** A second way on, at the end of the row. */
  aside?: ReactNode;
  /** Presence, place and time: what is true now. */
  facts: ReactNode[];
}

/** The head of a page that is about one person: the way back, their monogram, their name, and what is true now. */
export function PersonBand({ name, title = name, back, aside, facts }: PersonBandProps) {
  return (
    <div className="with">
      <div className="ways">
        {back}
        {aside}
      </div>
      <Monogram name={name} />
      <div>
        <h1 dir="auto">{title}</h1>
        <p>
          {facts.map((fact, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a fact is its place
            <span key={place}>{fact}</span>
          ))}
        </p>
      </div>
    </div>
  );
}
