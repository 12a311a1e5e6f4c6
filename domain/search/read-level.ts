import type { AskedLevel } from "./schema.ts";

export interface ReadLevel {
  level: AskedLevel;
  /** The person's own words. */
  matched: string;
}

/** What is said of the person who asks, or of somebody else, asks for no mentor of that kind. */
const ofSelf =
  /(?:\b(?:i['’]?m|i am|i was|we are|as|be|become|becoming|became|being|made me|not|no|my|our|their|the|to|to be)\s+(?:an?\s+|the\s+)?)$/i;
const someone =
  /\b(?:someone|somebody|anyone|anybody|mentors?|person|people|coach|man|woman|who)\b[^.!?,;]{0,30}$/i;

const patterns: [AskedLevel, RegExp][] = [
  ["expert", /\b(?:(?:real|true|top|leading|seasoned)\s+)?experts?\b|\bworld[- ]class\b/giu],
  ["senior", /\b(?:very |more )?senior\b(?:\s+(?!to\b|than\b)\p{L}+)?|\bc-level\b/giu],
  ["advanced", /\b(?:very |more )?experienced\b|\badvanced level\b/giu],
];
const beginner =
  /\b(?:absolute |complete |total )?beginners?\b|\b(?:completely |totally |quite )?new to\b|\bfrom scratch\b|\bstarting (?:out|from zero)\b/iu;
const years =
  /\b(?:(?:at least|over|more than)\s+)?(\d{1,2}|five|ten|fifteen|twenty)\+?\s+(?:or more\s+)?years?\b/giu;
const inWords: Record<string, number> = { five: 5, ten: 10, fifteen: 15, twenty: 20 };

const EXPERT_YEARS = 8;
const ADVANCED_YEARS = 3;

/**
 * How far along the mentor should be, where the words ask for it: "an expert", "someone senior", "somebody with 10
 * years", "I am new to this". A few plain English patterns, so rather nothing than a wrong guess.
 */
export function readLevel(text: string): ReadLevel | null {
  for (const match of text.matchAll(years)) {
    const count = inWords[match[1]!.toLowerCase()] ?? Number(match[1]);
    if (count < ADVANCED_YEARS || !someone.test(text.slice(0, match.index))) continue;
    return { level: count >= EXPERT_YEARS ? "expert" : "advanced", matched: match[0] };
  }
  for (const [level, pattern] of patterns)
    for (const match of text.matchAll(pattern))
      if (!ofSelf.test(text.slice(0, match.index))) return { level, matched: match[0] };
  const match = beginner.exec(text);
  return match && { level: "beginner", matched: match[0] };
}
