/**
 * What the stand-in for a language model knows: words of everyday needs, and the skills that they mean without naming
 * them. A real model knows far more; this one is the same every time.
 */
const meanings: [RegExp, string][] = [
  [/\b(?:freeze|frozen|stage|audience|speech|present to|crowd|throat)\b/i, "Public Speaking"],
  [/\b(?:raise|salary|haggle|bargain|deal)\b/i, "Negotiation"],
  [/\b(?:slow (?:queries|reports)|tables|joins)\b/i, "SQL"],
  [/\b(?:interviews?|hired|applications?)\b/i, "Interview Preparation"],
];
const languages: [RegExp, string][] = [
  [/[çğışöü]|\b(?:ve|için|bir)\b/i, "tr"],
  [/\b(?:ich|und|nicht|suche)\b/i, "de"],
];

/** The structured answer to a need, in the shape that the product asks for. */
export function meaningOf(text: string) {
  const said = <T>(list: [RegExp, T][]) =>
    list.filter(([pattern]) => pattern.test(text)).map(([, meant]) => meant);
  return {
    skills: said(meanings),
    level: /\bfor the first time\b/i.test(text) ? "beginner" : null,
    languages: said(languages),
    timeZone: /\bafter my work\b/i.test(text) ? "mine" : null,
  };
}

/**
 * A vector of a text that is the same every time: each word counts in a few places that its letters choose, so that
 * texts which share words are near each other.
 */
export function wordVector(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    // FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/)
    let hash = 0x811c9dc5;
    for (const unit of new TextEncoder().encode(word)) hash = Math.imul(hash ^ unit, 0x01000193) >>> 0;
    for (let place = 0; place < 3; place++) {
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
      vector[hash % dimensions]! += hash & 1024 ? 1 : -1;
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((component) => component / length);
}
