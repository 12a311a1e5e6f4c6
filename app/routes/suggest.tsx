import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { suggestSearch } from "#domain/search/suggest-search.ts";

/** What the search box asks while somebody types. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const text = new URL(request.url).searchParams.get("q") ?? "";
  return suggestSearch(context.ctx, { text });
}
