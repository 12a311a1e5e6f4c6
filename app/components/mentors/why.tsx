import type { AccountEntry, Reason, WhyPiece } from "#domain/search/schema.ts";

/** One sentence; each claim in it is a link to its evidence below. */
export function Why({ pieces }: { pieces: WhyPiece[] }) {
  if (pieces.length === 0) return null;
  return (
    <p className="why" dir="auto">
      {pieces.map(({ text, reasonId }, place) =>
        reasonId ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the sentence
          <a key={place} className="claim" href={`#${reasonId}`}>
            {text}
          </a>
        ) : (
          text
        ),
      )}
    </p>
  );
}

/** Pairs of words and data, at most four; the one that a claim led to is marked. */
export function Evidence({ reasons }: { reasons: Reason[] }) {
  if (reasons.length === 0) return null;
  return (
    <dl className="facts">
      {reasons.map(({ id, label, evidence }) => (
        <div key={id} id={id}>
          <dt>{label}</dt> <dd dir="auto">{evidence}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The whole account: each part of the score that ranks this mentor, what it rests on, and its share. */
export function Account({ entries }: { entries: AccountEntry[] }) {
  if (entries.length === 0) return null;
  return (
    <details className="unfold">
      <summary className="inline-flex min-h-11 items-center underline underline-offset-[.25em]">
        How this was weighed
      </summary>
      <dl className="facts">
        {entries.map(({ part, label, evidence, share }) => (
          <div key={part}>
            <dt>
              {label}, <span className="num">{Math.round(share * 100)} %</span>
            </dt>{" "}
            <dd dir="auto">{evidence}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
