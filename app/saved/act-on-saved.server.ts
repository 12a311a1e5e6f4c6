import { z } from "zod";
import type { ReadContext } from "#domain/context.ts";
import { markMentor } from "#domain/marks/mark-mentor.ts";
import { unmarkMentor } from "#domain/marks/unmark-mentor.ts";
import { parseInput } from "#domain/parse-input.ts";
import { saveSearch } from "#domain/saved-searches/save-search.ts";
import { unsaveSearch } from "#domain/saved-searches/unsave-search.ts";
import { fieldsOf } from "../form-action.server.ts";

const text = z.string().default("");
const actSchema = z.object({
  /** A form with the address of a search alone keeps that search. */
  intent: z.enum(["save", "not-interested", "unmark", "watch", "unwatch", "forget"]).optional(),
  of: text,
  address: text,
  watch: text,
  reason: text,
  words: text,
});
type Act = z.infer<typeof actSchema>;

/** Runs the one verb that a form names, and says what was done in a word for the address that it leads to. */
export async function actOnSaved(ctx: ReadContext, form: FormData): Promise<string> {
  const act = parseInput(actSchema, fieldsOf(form));
  await run(ctx, act);
  return act.intent ?? (act.watch === "1" ? "watch" : "keep");
}

function run(ctx: ReadContext, { intent, of, address, watch, reason, words }: Act): Promise<unknown> {
  switch (intent) {
    case "save":
      return markMentor(ctx, { mentorId: of, kind: "saved" });
    case "not-interested":
      return markMentor(ctx, { mentorId: of, kind: "not_interested", reason: words.trim() || reason });
    case "unmark":
      return unmarkMentor(ctx, { mentorId: of });
    case "forget":
      return unsaveSearch(ctx, { id: of });
    case "watch":
    case "unwatch":
      return saveSearch(ctx, { address, watched: intent === "watch" });
    case undefined:
      return saveSearch(ctx, { address, watched: watch === "1" });
  }
}
