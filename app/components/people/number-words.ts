const words = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

/** A number at the beginning of a sentence: "Two", and figures from eleven on. */
export const numberInWords = (n: number): string => words[n] ?? n.toLocaleString("en");
