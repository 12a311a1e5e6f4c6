import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData, useLocation, useNavigation } from "@remix-run/react";
import { Page } from "#app/components/layout/page.tsx";
import { Here, Line } from "#app/components/line/line.tsx";
import { peopleInWords } from "#app/components/mentors/found.ts";
import { MentorCard } from "#app/components/mentors/mentor-card.tsx";
import { NobodyYet } from "#app/components/mentors/nobody-yet.tsx";
import { SearchForm } from "#app/components/mentors/search-form.tsx";
import { WatchSearch } from "#app/components/mentors/watch-search.tsx";
import { Actions } from "#app/components/ui/actions.tsx";
import { Button } from "#app/components/ui/button.tsx";
import { Notice } from "#app/components/ui/notice.tsx";
import { Pages } from "#app/components/ui/pages.tsx";
import { ResultsSkeleton } from "#app/components/ui/skeleton.tsx";
import { useReader } from "#app/hooks/use-reader.ts";
import { languageName } from "#app/languages.server.ts";
import { pageHeaders } from "#app/page-headers.ts";
import { termsOf, waysOn } from "#app/search/search-links.server.ts";
import { titled } from "#app/titles.ts";
import { toDomainError } from "#domain/errors.ts";
import { formatSearch, parseSearch } from "#domain/search/address.ts";
import { type Facets, MENTORS_PER_PAGE, type SearchInput, type SearchResult } from "#domain/search/schema.ts";
import { searchMentors } from "#domain/search/search-mentors.ts";

export const headers = pageHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titled(data?.search.query.slice(0, 60) || "Discover");

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const search = parseSearch(searchParams);
  const saidBefore = searchParams.get("for");
  if (saidBefore !== null && saidBefore.trim() !== search.query) search.filters.ignored = [];
  const { token: _, ...lasting } = search;
  const page = {
    search,
    from: formatSearch(search).toString(),
    address: formatSearch({ ...lasting, page: 1 }).toString(),
  };
  try {
    const result = await searchMentors(context.ctx, search);
    const { understood, facets, ...found } = result;
    const { token } = result;
    return data({
      ...page,
      result: found,
      facets: withLanguageNames(facets),
      pagesFrom: formatSearch({ ...lasting, page: 1, ...(token && { token }) }).toString(),
      terms: termsOf(search, understood),
      ways: result.total === 0 ? waysOn(search, understood) : [],
      perPage: MENTORS_PER_PAGE,
      away: null,
    });
  } catch (thrown) {
    // The words stay on the page, to be tried again; any other failure is the boundary's.
    const known = toDomainError(thrown);
    if (known.code !== "unavailable") throw thrown;
    context.onFailure(thrown);
    const nothing = {
      result: null,
      facets: null,
      pagesFrom: "",
      terms: [],
      ways: [],
      perPage: MENTORS_PER_PAGE,
    };
    return data(
      { ...page, ...nothing, away: known.publicMessage },
      { status: known.status, headers: { "Retry-After": String(known.retryAfterSeconds ?? 5) } },
    );
  }
}

const withLanguageNames = (facets: Facets): Facets => ({
  ...facets,
  languages: facets.languages.map((option) => ({ ...option, name: languageName(option.value) })),
});

export default function Discover() {
  const { search, address, facets, terms, ways, result, away } = useLoaderData<typeof loader>();
  const looking = useLooking();
  const head = (
    <>
      <h1 className="vh">Discover</h1>
      <SearchForm search={search} facets={facets} terms={terms} />
    </>
  );
  return (
    <>
      {result?.degraded && (
        <Notice>
          <b>Fewer reasons than usual.</b> We compare words for now, not what they mean.
        </Notice>
      )}
      <Page head={head} busy={looking}>
        <p className="vh" role="status">
          {looking ? "Looking for people who can help" : ""}
        </p>
        {result === null ? (
          <Away words={away} />
        ) : result.total === 0 ? (
          <NobodyYet ways={ways}>
            <WatchSearch address={address} />
          </NobodyYet>
        ) : (
          <Results result={result} looking={looking} />
        )}
      </Page>
    </>
  );
}

type Found = Omit<SearchResult, "understood" | "facets">;

function Results({ result, looking }: { result: Found; looking: boolean }) {
  const { search, address, from, pagesFrom, perPage } = useLoaderData<typeof loader>();
  const pageHref = (page: number) => {
    const query = new URLSearchParams(pagesFrom);
    query.set("page", String(page));
    return `/mentors?${query}`;
  };
  return (
    <Line className="pt-4">
      <Here>
        {looking ? "Reading profiles and the ways to them" : <WhoCanHelp found={result} search={search} />}
      </Here>
      <ResultsSkeleton on={looking} />
      <ol className="results" hidden={looking}>
        {result.cards.map((card) => (
          <MentorCard key={card.userId} card={card} need={search.query} from={from} />
        ))}
      </ol>
      <Pages
        page={result.page}
        pages={result.pages}
        perPage={perPage}
        total={result.total}
        words={{ back: "Better fits", on: "More people" }}
        hrefOf={pageHref}
      />
      {search.query && <WatchSearch address={address} />}
    </Line>
  );
}

function WhoCanHelp({ found, search }: { found: Found; search: SearchInput }) {
  const { user } = useReader();
  if (found.fit === "nearest")
    return "Nobody here fits this closely. These come nearest, and may know somebody who does.";
  const people = found.more ? `More than ${found.total} people` : peopleInWords(found.total);
  const inOrder = {
    best: search.query ? "the best fit first" : "those who were here lately first",
    closest: "the closest first",
    soonest: "who is free soonest first",
  }[search.sort];
  const who = `${people} ${search.query ? "can help" : "to ask"}, ${inOrder}.`;
  const distance = user
    ? "The further out, the more introductions."
    : "Sign in to see how you are connected.";
  return `${who} ${distance}`;
}

function Away({ words }: { words: string | null }) {
  return (
    <div className="pad stack">
      <p className="lead">{words} Your words are kept above.</p>
      <Actions>
        <Button form="search">Try again</Button>
      </Actions>
    </div>
  );
}

/** A new search is on its way, on this page. */
function useLooking(): boolean {
  const navigation = useNavigation();
  const { pathname } = useLocation();
  return navigation.state === "loading" && navigation.location.pathname === pathname;
}
