import { z } from "zod/mini";
import { languageSchema, type SearchInput, searchFiltersSchema, slugSchema, sorts } from "./schema.ts";

type Schema = { safeParse(value: unknown): { success: boolean } };
const { degrees, activeWithinDays, level, minRating } = searchFiltersSchema.shape;

/**
 * The search that an address asks for, such as
 * `?q=…&lang=en&hours=2&full=1&skill=sql&match=all&cluster=data&level=expert&degree=1&active=30&verified=1&rating=4.5&weeks=4&not=git&sort=closest&page=2&at=…`.
 * What is malformed is left out, so that an old or mistyped link still shows people.
 */
export function parseSearch(params: URLSearchParams): SearchInput {
  const number = (name: string, min: number, max: number) => {
    const value = Number(params.get(name));
    return Number.isInteger(value) && value >= min && value <= max ? value : min;
  };
  const list = (name: string, item: Schema, max: number) =>
    [...new Set(params.getAll(name))].filter((value) => item.safeParse(value).success).slice(0, max);
  const one = <T extends z.core.$ZodType>(schema: T, value: unknown, otherwise: z.output<T>): z.output<T> => {
    const parsed = z.safeParse(schema, value);
    return parsed.success ? parsed.data : otherwise;
  };
  const at = z.safeParse(z.uuid(), params.get("at"));
  return {
    query: (params.get("q") ?? "").slice(0, 1000).trim(),
    filters: {
      languages: list("lang", languageSchema, 10),
      minOverlapHours: number("hours", 0, 40),
      hasPlace: params.get("full") !== "1",
      skills: list("skill", slugSchema, 20),
      allSkills: params.get("match") === "all",
      clusters: list("cluster", slugSchema, 10),
      level: one(level, params.get("level"), null),
      degrees: one(degrees, [...new Set(params.getAll("degree").map(Number))].toSorted(), []),
      activeWithinDays: one(activeWithinDays, Number(params.get("active")), 0),
      minRating: one(minRating, Number(params.get("rating")), 0),
      verified: params.get("verified") === "1",
      withinWeeks: number("weeks", 0, 26),
      ignored: list("not", slugSchema, 20),
    },
    sort: one(z.enum(sorts), params.get("sort"), "best"),
    page: number("page", 1, 1000),
    ...(at.success && { token: at.data }),
  };
}

/** The address of a search, without what is the default: `formatSearch(parseSearch(p))` is its normal form. */
export function formatSearch({ query, filters, sort, page, token }: SearchInput): URLSearchParams {
  const params = new URLSearchParams();
  const set = (name: string, value: unknown, unless: unknown) => {
    if (value !== unless) params.set(name, String(value));
  };
  const all = (name: string, values: readonly unknown[]) => {
    for (const value of values) params.append(name, String(value));
  };
  set("q", query, "");
  all("lang", filters.languages);
  set("hours", filters.minOverlapHours, 0);
  set("full", filters.hasPlace ? "" : "1", "");
  all("skill", filters.skills);
  set("match", filters.allSkills ? "all" : "", "");
  all("cluster", filters.clusters);
  set("level", filters.level ?? "", "");
  all("degree", filters.degrees);
  set("active", filters.activeWithinDays, 0);
  set("rating", filters.minRating, 0);
  set("verified", filters.verified ? "1" : "", "");
  set("weeks", filters.withinWeeks, 0);
  all("not", filters.ignored);
  set("sort", sort, "best");
  set("page", page, 1);
  if (token) params.set("at", token);
  return params;
}
