import type { Gram } from "./read-query.ts";
import type { Understood } from "./schema.ts";

/** What is known of a need when people are looked for. */
export interface AskedNeed {
  text: string;
  /** The text before its spelling was put right: mentors are found by name, too. */
  typed: string;
  grams: Gram[];
  /** Skills that a language model read between the words, by name: those that the taxonomy knows count. */
  names: string[];
  /** A skill that the need means without naming it: it counts as an asked one. */
  meantSkill: string | null;
  /** Codes that the words ask for. */
  languages: string[];
  /** How far along, and near which clock, the words ask the mentor to be. */
  level: Understood["level"];
  zone: Understood["zone"];
  /** The query's vector, or null where only words can be compared. */
  vector: number[] | null;
  /** Space of the vector. */
  model: string;
}
