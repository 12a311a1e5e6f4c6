/** "1 review", "2 reviews". */
export const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Why something counts that nobody wrote: whoever wonders finds it among what the words were read as. */
export const READ = "read from your words";
