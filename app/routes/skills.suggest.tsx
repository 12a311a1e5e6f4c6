import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { suggestSkills } from "#domain/skills/suggest-skills.ts";

/** What the combobox asks while somebody types. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const text = new URL(request.url).searchParams.get("q") ?? "";
  return { suggestions: await suggestSkills(context.ctx, { text: text.slice(0, 60) }) };
}
