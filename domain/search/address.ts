import { languageSchema, type SearchInput, slugSchema } from "./schema.ts";

/**
 * The search that an address asks for: `?q=…&lang=en&lang=tr&hours=2&full=1&skill=sql&not=git&page=2`.
 * What is malformed is left out, so that an old or mistyped link still shows people.
 */
export function parseSearch(params: URLSearchParams): SearchInput {
  const number = (name: string, min: number, max: number) => {
    const value = Number(params.get(name));
    return Number.isInteger(value) && value >= min && value <= max ? value : min;
  };
  const list = (name: string, item: { safeParse(value: unknown): { success: boolean } }, max: number) =>
    [...new Set(params.getAll(name))].filter((value) => item.safeParse(value).success).slice(0, max);
  return {
    query: (params.get("q") ?? "").slice(0, 1000).trim(),
    filters: {
      languages: list("lang", languageSchema, 10),
      minOverlapHours: number("hours", 0, 40),
      hasPlace: params.get("full") !== "1",
      skills: list("skill", slugSchema, 20),
      ignored: list("not", slugSchema, 20),
    },
    page: number("page", 1, 1000),
  };
}

/** The address of a search, without what is the default: `formatSearch(parseSearch(p))` is its normal form. */
export function formatSearch({ query, filters, page }: SearchInput): URLSearchParams {
  const params = new URLSearchParams();
  if (query) params.set("q", query);
  for (const code of filters.languages) params.append("lang", code);
  if (filters.minOverlapHours > 0) params.set("hours", String(filters.minOverlapHours));
  if (!filters.hasPlace) params.set("full", "1");
  for (const slug of filters.skills) params.append("skill", slug);
  for (const slug of filters.ignored) params.append("not", slug);
  if (page > 1) params.set("page", String(page));
  return params;
}
