import type pg from "pg";
import { type SearchFilters, searchFiltersSchema } from "#domain/search/schema.ts";

export interface ChosenFilter {
  name: string;
  /** Of all mentors, those who pass. */
  share: number;
  filters: SearchFilters;
}

/** Filters of the product that keep about as many of these mentors as wanted, the data deciding which. */
export async function chooseFilters(client: pg.ClientBase): Promise<ChosenFilter[]> {
  const { rows: spoken } = await client.query<{ code: string; share: number }>(
    `select code, count(*)::float8 / (select count(*) from profiles where is_mentor) as share
     from profiles, unnest(languages) code where is_mentor group by code order by share desc`,
  );
  const rare = spoken.filter(({ share }) => share < 0.15);
  const some: string[] = [];
  let sum = 0;
  for (const { code, share } of rare) {
    if (sum + share > 0.22) continue;
    some.push(code);
    sum += share;
  }
  const two = rare.toSorted((a, b) => Math.abs(a.share - 0.02) - Math.abs(b.share - 0.02))[0];
  const { rows: pairs } = await client.query<{ code: string; skill: string; share: number }>(
    `select code, skill_slug as skill, count(*)::float8 / (select count(*) from profiles where is_mentor) as share
     from (select user_id, unnest(languages) as code from profiles where is_mentor) spoken
     join profile_skills on profile_id = user_id and kind = 'offers'
     group by code, skill_slug having count(*) >= 10 order by abs(count(*)::float8 / (select count(*) from profiles where is_mentor) - 0.001), code, skill limit 1`,
  );
  const [pair] = pairs;
  if (!two || !pair) throw new Error("The data hold no filter that is rare enough");
  const sets = [
    ["no filter", {}],
    ["20 %", { languages: some }],
    ["2 %", { languages: [two.code] }],
    ["0.1 %", { languages: [pair.code], skills: [pair.skill] }],
  ] as const;
  const chosen: ChosenFilter[] = [];
  for (const [name, part] of sets) {
    const filters = searchFiltersSchema.parse(part);
    chosen.push({ name, share: await shareOf(client, filters), filters });
  }
  return chosen;
}

async function shareOf(client: pg.ClientBase, { languages, skills }: SearchFilters): Promise<number> {
  const { rows } = await client.query<{ share: number }>(
    `select avg((($1::text[] = '{}' or languages && $1) and ($2::text[] = '{}' or exists (
       select from profile_skills where profile_id = user_id and kind = 'offers' and skill_slug = any($2))))::int)::float8 as share
     from profiles where is_mentor`,
    [languages, skills],
  );
  return rows[0]?.share ?? 0;
}
