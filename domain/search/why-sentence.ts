import type { Reason, WhyPiece } from "./schema.ts";

const MAX_CLAIMS = 3;
/** Weaker reasons are told in the rows, and in the sentence only where there is no other. */
const TELLING = 0.3;

/** The verb that leads to each kind of claim. */
const verbs: Record<Reason["kind"], string> = {
  name: "is called ",
  skill: "offers ",
  cluster: "offers ",
  words: "says ",
  held: "writes of ",
  connection: "",
  mutuals: "is known to ",
  hours: "is ",
  language: "speaks ",
  level: "is ",
  zone: "is ",
  rating: "is ",
  activity: "was ",
  places: "has ",
};

/** The order in which a sentence names them, whatever moved the mentor most. */
const order: Reason["kind"][] = [
  "name",
  "skill",
  "cluster",
  "words",
  "level",
  "held",
  "language",
  "hours",
  "zone",
  "mutuals",
  "connection",
  "rating",
  "activity",
  "places",
];

/**
 * One sentence about the mentor from at most three reasons, each claim linked to its evidence:
 * "Offers Public Speaking, says “…” and is free when you are." It has no "she" or "he": nobody told us.
 */
export function whySentence(reasons: Reason[]): WhyPiece[] {
  const telling = reasons.filter(({ weight }) => weight >= TELLING);
  const told = (telling.length > 0 ? telling : reasons)
    // one skill may be both what they offer and near what the reader seeks: it is said once
    .filter(({ claim }, i, all) => all.findIndex((other) => other.claim === claim) === i)
    .slice(0, MAX_CLAIMS)
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  const pieces = told.flatMap((reason, i): WhyPiece[] => {
    const verb = verbs[reason.kind];
    const before = told[i - 1];
    const repeated = before !== undefined && verbs[before.kind] === verb;
    return [
      { text: joint(i, told.length) + (repeated ? "" : verb) },
      { text: reason.claim, reasonId: reason.id },
    ];
  });
  return capitalised([...pieces, { text: "." }]);
}

const joint = (i: number, count: number) => (i === 0 ? "" : i === count - 1 ? " and " : ", ");

function capitalised(pieces: WhyPiece[]): WhyPiece[] {
  const first = pieces.findIndex(({ text }) => text !== "");
  return pieces
    .slice(first)
    .map((piece, i) =>
      i === 0 ? { ...piece, text: piece.text[0]!.toUpperCase() + piece.text.slice(1) } : piece,
    );
}
