import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import type { FormProblem } from "../../form-action.server.ts";
import { Monogram } from "../people/monogram.tsx";
import { Problem } from "../requests/problem.tsx";
import { Actions } from "../ui/actions.tsx";

export interface PersonRowProps {
  name: string;
  headline: string;
  /** Their page, if they have one that the reader may open. */
  to?: string;
  /** One more fact: since when, until when. */
  note?: ReactNode;
  /** Rows of evidence. */
  facts?: { label: string; words: string }[];
  /** An act on this person that did not happen. */
  failed?: FormProblem;
  /** Level of the name's heading. */
  heading?: "h2" | "h3";
  /** What can be done: forms and links. */
  children?: ReactNode;
}

/** Somebody in a list of people: who they are, one fact, and what can be done. */
export function PersonRow({
  name,
  headline,
  to,
  note,
  facts = [],
  failed,
  heading: Heading = "h3",
  children,
}: PersonRowProps) {
  return (
    <li>
      <article className="person">
        <Monogram name={name} />
        <div>
          <Heading className="h2" dir="auto">
            {to ? <Link to={to}>{name}</Link> : name}
          </Heading>
          {headline && (
            <p className="soft clamped" dir="auto">
              {headline}
            </p>
          )}
          {note && <p className="soft small">{note}</p>}
        </div>
        <div className="more">
          {failed && <Problem failed={failed} />}
          {facts.length > 0 && (
            <dl className="facts">
              {facts.map(({ label, words }) => (
                <div key={label}>
                  <dt>{label}</dt> <dd dir="auto">{words}</dd>
                </div>
              ))}
            </dl>
          )}
          <Actions className="row-acts">{children}</Actions>
        </div>
      </article>
    </li>
  );
}
