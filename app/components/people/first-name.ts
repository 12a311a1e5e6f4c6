/** What one calls a person in a button: "Ask Simone". The first of their names. */
export const firstName = (name: string) => name.trim().split(/\s+/)[0] ?? name;
