import { useState } from "react";
import { type SkillDraft, type SkillKind, skillsIn } from "#app/profile/draft.ts";
import { profileLimits, skillLevels } from "#domain/profiles/schema.ts";
import type { SkillSuggestion } from "#domain/skills/schema.ts";
import { useAnswer } from "../forms/use-answer.ts";
import type { FormState } from "../forms/use-form.ts";
import { Button } from "../ui/button.tsx";
import { FieldError, Hint } from "../ui/field.tsx";
import { TermButton } from "../ui/term.tsx";
import { SkillCombobox } from "./skill-combobox.tsx";

export interface SkillFieldsProps {
  kind: SkillKind;
  label: string;
  hint: string;
  form: FormState;
  saved: SkillDraft[];
}

/**
 * Chosen skills as words with a cross, and one field to find more. Every button is a submit that the action understands,
 * so that it works without JavaScript; with it, nothing is sent before the form is.
 */
export function SkillFields({ kind, label, hint, form, saved }: SkillFieldsProps) {
  const [skills, setSkills] = useState(() => (form.values ? skillsIn(form.values, kind) : saved));
  const add = ({ slug, name }: { slug: string; name: string }) =>
    setSkills((before) =>
      before.some(({ skill }) => skill === slug)
        ? before
        : [...before, { skill: slug, name, level: kind === "offers" ? "working" : "", years: "" }],
    );
  const remove = (slug: string) => setSkills((before) => before.filter(({ skill }) => skill !== slug));
  const error = form.error(kind) ?? form.error("name");
  return (
    <div className="field grid min-w-0 max-w-(--measure) grid-cols-[minmax(0,1fr)] gap-1">
      <label htmlFor={kind} className="font-bold">
        {label}
      </label>
      <Hint id={`${kind}-hint`}>{hint}</Hint>
      {skills.length > 0 && (
        <ul className={kind === "offers" ? "offers" : "chosen"} aria-label="Chosen skills">
          {skills.map((draft, place) => (
            <ChosenSkill
              key={draft.skill}
              draft={draft}
              name={`${kind}.${place}`}
              kind={kind}
              form={form}
              onRemove={remove}
            />
          ))}
        </ul>
      )}
      {skills.length < profileLimits.skills && (
        <SkillCombobox kind={kind} chosen={skills.map(({ skill }) => skill)} onPick={add} error={error} />
      )}
      {error && <FieldError id={`${kind}-error`}>{error}</FieldError>}
      <MeantSkills kind={kind} onPick={add} />
    </div>
  );
}

interface ChosenSkillProps {
  draft: SkillDraft;
  name: string;
  kind: SkillKind;
  form: FormState;
  onRemove: (slug: string) => void;
}

function ChosenSkill({ draft, name, kind, form, onRemove }: ChosenSkillProps) {
  const error =
    form.error(`${name}.skill`) ??
    form.error(name) ??
    form.error(`${name}.level`) ??
    form.error(`${name}.years`);
  return (
    <li id={name}>
      <input type="hidden" name={`${name}.skill`} value={draft.skill} />
      <input type="hidden" name={`${name}.name`} value={draft.name} />
      <TermButton
        label={draft.name}
        name="intent"
        value={`drop:${kind}:${draft.skill}`}
        onRemove={() => onRemove(draft.skill)}
      >
        {draft.name}
      </TermButton>
      {kind === "offers" && <HowWell name={name} draft={draft} />}
      {error && <FieldError>{error}</FieldError>}
    </li>
  );
}

function HowWell({ name, draft }: { name: string; draft: SkillDraft }) {
  return (
    <span className="flex items-center gap-2">
      <select
        id={`${name}.level`}
        name={`${name}.level`}
        defaultValue={draft.level || "working"}
        className="pick w-auto!"
        aria-label={`How well you know ${draft.name}`}
      >
        {skillLevels.map((level) => (
          <option key={level} value={level}>
            {levelWords[level]}
          </option>
        ))}
      </select>
      <input
        id={`${name}.years`}
        name={`${name}.years`}
        type="number"
        inputMode="numeric"
        min={0}
        max={70}
        defaultValue={draft.years}
        placeholder="0"
        className="input w-20!"
        aria-label={`Years of ${draft.name}`}
      />
      <span aria-hidden="true">years</span>
    </span>
  );
}

const levelWords: Record<(typeof skillLevels)[number], string> = {
  working: "I use it",
  advanced: "I know it well",
  expert: "I teach it",
};

/** What a typed word may mean, when the server could not tell: each a button. */
function MeantSkills({
  kind,
  onPick,
}: {
  kind: SkillKind;
  onPick: (skill: { slug: string; name: string }) => void;
}) {
  const answer = useAnswer<
    { choose?: { kind: SkillKind; text: string; suggestions: SkillSuggestion[] } | null } | undefined
  >();
  const choose = answer && "choose" in answer ? answer.choose : null;
  const [settled, setSettled] = useState<typeof choose>(null);
  if (choose?.kind !== kind || settled === choose) return null;
  return (
    <div role="alert" className="grid justify-items-start">
      <p>What do you mean by “{choose.text}”?</p>
      {choose.suggestions.map(({ slug, name, cluster }) => (
        <Button
          key={slug}
          look="strong"
          name="intent"
          value={`add:${kind}:${slug}|${name}`}
          onClick={(event) => {
            event.preventDefault();
            onPick({ slug, name });
            setSettled(choose);
          }}
        >
          {name}
          {cluster && <span className="vh">, {cluster}</span>}
        </Button>
      ))}
      <Button look="quiet" name="intent" value={`propose:${kind}:${choose.text}`}>
        Keep “{choose.text}” as my own word
      </Button>
    </div>
  );
}
