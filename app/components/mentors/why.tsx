import type { Reason, WhyPiece } from "#domain/search/schema.ts";

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
