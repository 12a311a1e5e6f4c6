import { data, type MetaFunction } from "@remix-run/cloudflare";
import { ErrorPage, problemTitle } from "#app/components/layout/error-page.tsx";
import { titled } from "#app/titles.ts";

export const meta: MetaFunction = () => titled(problemTitle(404));

/** Every address that no other route knows. */
export const loader = () => data(null, { status: 404 });

/** A form sent to nowhere finds nothing either. */
export const action = () => data(null, { status: 404 });

export default function NoSuchPage() {
  return <ErrorPage problem={{ status: 404 }} />;
}
