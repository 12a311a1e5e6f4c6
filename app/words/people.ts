/** What one calls a person in a sentence or on a button. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

/** "Elif’s" */
export function possessive(name: string): string {
  return `${firstName(name)}’s`;
}
