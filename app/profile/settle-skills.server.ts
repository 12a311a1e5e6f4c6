import type { FormValues } from "#app/form-action.server.ts";
import type { ReadContext } from "#domain/context.ts";
import { DomainError } from "#domain/errors.ts";
import { proposeSkill } from "#domain/skills/propose-skill.ts";
import type { SkillSuggestion } from "#domain/skills/schema.ts";
import { suggestSkills } from "#domain/skills/suggest-skills.ts";
import { type SkillDraft, type SkillKind, skillsIn, withSkills } from "./draft.ts";

export interface Settled {
  values: FormValues;
  /** What a typed word may mean, where it is not one skill's name; the person chooses. */
  choose: { kind: SkillKind; text: string; suggestions: SkillSuggestion[] } | null;
  /** A button of the form was pressed that changes it and saves nothing. */
  edited: boolean;
}

/**
 * What the buttons and text fields of the skill lists mean when no script has settled it in the browser: take one away,
 * add one that was offered, keep an own word, or find what was typed.
 */
export async function settleSkills(ctx: ReadContext, values: FormValues, intent: string): Promise<Settled> {
  const [act, kind, ...rest] = intent.split(":");
  const word = rest.join(":");
  if (kind === "offers" || kind === "seeks") {
    if (act === "drop") return edited(without(values, kind, word));
    if (act === "add") return edited(cleared(withOne(values, kind, named(word)), kind));
    if (act === "propose") return edited(cleared(withOne(values, kind, await propose(ctx, word)), kind));
  }
  let settled = values;
  for (const typed of ["offers", "seeks"] as const) {
    const text = String(settled[`${typed}-add`] ?? "").trim();
    if (text === "") continue;
    const suggestions = await suggestSkills(ctx, { text });
    const same = suggestions.find((skill) => isNamed(skill, text));
    if (!same) return { values: settled, choose: { kind: typed, text, suggestions }, edited: true };
    settled = cleared(withOne(settled, typed, same), typed);
  }
  return { values: settled, choose: null, edited: act === "look" };
}

const edited = (values: FormValues): Settled => ({ values, choose: null, edited: true });

const isNamed = ({ name, alias, slug }: SkillSuggestion, text: string) =>
  [name, alias, slug].some((known) => known?.toLowerCase() === text.toLowerCase());

type Named = { slug: string; name: string };

/** `word` is "slug|Name", as the button that offered it was made. */
function named(word: string): Named {
  const [slug = "", name = slug] = word.split("|");
  return { slug, name };
}

/** Adds the person's own word, or finds the skill that it is already. */
export async function propose(ctx: ReadContext, name: string): Promise<Named> {
  try {
    return await proposeSkill(ctx, { name });
  } catch (error) {
    const known = error instanceof DomainError && error.code === "conflict" ? error.fields?.skill : undefined;
    if (!known) throw error;
    const [same] = (await suggestSkills(ctx, { text: name })).filter(({ slug }) => slug === known);
    return same ?? { slug: known, name };
  }
}

function withOne(values: FormValues, kind: SkillKind, { slug, name }: Named): FormValues {
  const skills = skillsIn(values, kind);
  if (slug === "" || skills.some(({ skill }) => skill === slug)) return values;
  const added: SkillDraft = { skill: slug, name, level: kind === "offers" ? "working" : "", years: "" };
  return withSkills(values, kind, [...skills, added]);
}

function without(values: FormValues, kind: SkillKind, slug: string): FormValues {
  return withSkills(
    values,
    kind,
    skillsIn(values, kind).filter(({ skill }) => skill !== slug),
  );
}

const cleared = (values: FormValues, kind: SkillKind): FormValues => ({ ...values, [`${kind}-add`]: "" });
