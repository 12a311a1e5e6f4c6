/** One field that a change touched; null where it did not exist. */
export interface DiffRow {
  field: string;
  before: string | null;
  after: string | null;
}

/** What a change touched, field by field, in plain words; fields that are equal are left out. */
export function diffRows(before: unknown, after: unknown): DiffRow[] {
  const was = asFields(before);
  const is = asFields(after);
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null }))
    .filter((row) => row.before !== row.after);
}

function asFields(value: unknown): Map<string, string> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== "object" || Array.isArray(value)) return new Map([["value", inWords(value)]]);
  return new Map(Object.entries(value).map(([field, one]) => [field, inWords(one)]));
}

function inWords(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(inWords).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
