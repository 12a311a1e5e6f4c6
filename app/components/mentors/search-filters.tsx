import type { ChangeEvent, ReactNode } from "react";
import { useReader } from "#app/hooks/use-reader.ts";
import type { FacetOption, Facets, SearchInput } from "#domain/search/schema.ts";

export interface SearchFiltersProps {
  search: SearchInput;
  /** Null while search is out of reach: then what is chosen stays, and nothing else is offered. */
  facets: Facets | null;
}

/** The filters that are used most; each option says how many people it leads to, and none leads nowhere. */
export function SearchFilters({ search, facets }: SearchFiltersProps) {
  const { user } = useReader();
  const { filters, sort } = search;
  return (
    <>
      <Filter name="lang" label="Language" value={filters.languages[0] ?? ""}>
        <option value="">Any language</option>
        <Options options={facets?.languages} chosen={filters.languages[0]} />
      </Filter>
      {user && (facets?.hours || filters.minOverlapHours > 0) && (
        <Filter name="hours" label="When" value={filters.minOverlapHours > 0 ? "1" : ""}>
          <option value="">Any time</option>
          <option value="1">When I am free</option>
        </Filter>
      )}
      {(Boolean(facets?.full) || !filters.hasPlace) && (
        <Filter name="full" label="Mentors who are full" value={filters.hasPlace ? "" : "1"}>
          <option value="">With a free place</option>
          <option value="1">Full ones too{counted(facets?.full)}</option>
        </Filter>
      )}
      <Filter name="sort" label="Order" value={sort === "best" ? "" : sort}>
        <option value="">Best match first</option>
        {user && <option value="closest">Closest first</option>}
        <option value="soonest">Soonest available first</option>
      </Filter>
    </>
  );
}

const levelWords: Record<string, string> = { working: "Working", advanced: "Advanced", expert: "Expert" };
const degreeWords: Record<string, string> = {
  1: "People I know",
  2: "Known to people I know",
  3: "Further away",
};

/** The other filters, folded away until one of them is set. */
export function MoreFilters({ search, facets }: SearchFiltersProps) {
  const { user } = useReader();
  const { filters } = search;
  return (
    <details className="more" open={isSet(filters) || undefined}>
      <summary>More filters</summary>
      <div className="terms">
        <SkillFilters search={search} facets={facets} />
        <Filter name="cluster" label="Field" value={filters.clusters[0] ?? ""}>
          <option value="">Any field</option>
          <Options options={facets?.clusters} chosen={filters.clusters[0]} />
        </Filter>
        <Filter name="level" label="Level" value={filters.level ?? ""}>
          <option value="">Any level</option>
          <Options
            options={facets?.levels}
            chosen={filters.level ?? undefined}
            words={(value) => `${levelWords[value] ?? value}${value === "expert" ? "" : " or more"}`}
          />
        </Filter>
        {user && (
          <Filter name="degree" label="How far from you" value={String(filters.degrees[0] ?? "")}>
            <option value="">Anyone</option>
            <Options
              options={facets?.degrees}
              chosen={filters.degrees[0] && String(filters.degrees[0])}
              words={(value) => degreeWords[value] ?? value}
            />
          </Filter>
        )}
        <Filter name="active" label="Last here" value={String(filters.activeWithinDays || "")}>
          <option value="">Last here any time</option>
          <Options
            options={facets?.active}
            chosen={filters.activeWithinDays ? String(filters.activeWithinDays) : undefined}
            words={(value) => `Here within ${value} days`}
          />
        </Filter>
        <RatingFilter search={search} facets={facets} />
        {(Boolean(facets?.verified) || filters.verified) && (
          <Filter name="verified" label="Checked" value={filters.verified ? "1" : ""}>
            <option value="">Checked or not</option>
            <option value="1">Checked by us{counted(facets?.verified)}</option>
          </Filter>
        )}
        {(Boolean(facets?.soon) || filters.withinWeeks > 0) && (
          <Filter name="weeks" label="Available" value={String(filters.withinWeeks || "")}>
            <option value="">Available now</option>
            <option value="4">Within four weeks</option>
            <option value="12">Within twelve weeks</option>
          </Filter>
        )}
      </div>
      {facets?.approximate && (
        <p className="soft">There are many mentors here, so the numbers are rounded.</p>
      )}
    </details>
  );
}

/** Whether one of the filters that fold away is set. */
const isSet = (filters: SearchInput["filters"]): boolean =>
  filters.skills.length + filters.clusters.length + filters.degrees.length > 0 ||
  Boolean(
    filters.level || filters.activeWithinDays || filters.minRating || filters.verified || filters.withinWeeks,
  );

/** What mentees say on the whole; not there where nobody comes near it. */
function RatingFilter({ search: { filters }, facets }: SearchFiltersProps) {
  const chosen = filters.minRating > 0 ? String(filters.minRating) : undefined;
  if (!facets?.ratings.length && !chosen) return null;
  return (
    <Filter name="rating" label="Reviews" value={chosen ?? ""}>
      <option value="">Reviewed or not</option>
      <Options options={facets?.ratings} chosen={chosen} words={(value) => `${value} of 5 or more`} />
    </Filter>
  );
}

/** One skill more, and whether one of them is enough. */
function SkillFilters({ search: { filters }, facets }: SearchFiltersProps) {
  const others = facets?.skills.filter(({ value }) => !filters.skills.includes(value));
  return (
    <>
      <Filter name="skill" label="Skill" value="">
        <option value="">{filters.skills.length > 0 ? "One skill more" : "Any skill"}</option>
        <Options options={others} />
      </Filter>
      {filters.skills.length > 1 && (
        <Filter name="match" label="How many of the skills" value={filters.allSkills ? "all" : ""}>
          <option value="">One of these skills</option>
          <option value="all">Each of these skills</option>
        </Filter>
      )}
    </>
  );
}

const counted = (count: number | undefined) => (count ? ` (${count})` : "");

interface OptionsProps {
  options: FacetOption[] | undefined;
  /** Stays choosable where it leads nowhere any more. */
  chosen?: string | undefined;
  words?: (value: string, name: string) => string;
}

function Options({ options = [], chosen, words = (_, name) => name }: OptionsProps) {
  const missing = chosen && !options.some(({ value }) => value === chosen);
  const shown = missing ? [{ value: chosen, name: chosen, count: 0 }, ...options] : options;
  return shown.map(({ value, name, count }) => (
    <option key={value} value={value}>
      {words(value, name)}
      {counted(count)}
    </option>
  ));
}

interface FilterProps {
  name: string;
  label: string;
  value: string;
  children: ReactNode;
}

/** Searches when it is changed; without JavaScript the form's button does it. */
function Filter({ name, label, value, children }: FilterProps) {
  return (
    <select
      key={value}
      className="pick"
      name={name}
      aria-label={label}
      defaultValue={value}
      onChange={submit}
    >
      {children}
    </select>
  );
}

const submit = (event: ChangeEvent<HTMLSelectElement>) => event.currentTarget.form?.requestSubmit();
