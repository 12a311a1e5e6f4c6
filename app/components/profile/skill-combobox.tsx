import { useFetcher } from "@remix-run/react";
import clsx from "clsx";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { SkillKind } from "#app/profile/draft.ts";
import type { SkillSuggestion } from "#domain/skills/schema.ts";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field.tsx";
import { SkillOptions } from "./skill-options.tsx";

const TYPING_MS = 120;

export interface SkillComboboxProps {
  kind: SkillKind;
  /** Slugs that are chosen already. */
  chosen: string[];
  onPick: (skill: { slug: string; name: string }) => void;
  error?: string | undefined;
}

/** Field and list in one box (ARIA combobox with a listbox); without JavaScript a plain field with "Add" beside it. */
export function SkillCombobox({ kind, chosen, onPick, error }: SkillComboboxProps) {
  const listId = useId();
  const box = useSuggestions(kind, onPick);
  const { text, open, at, options } = box;
  return (
    <div className="combo">
      <div className="flex gap-2">
        <input
          ref={box.input}
          id={kind}
          name={`${kind}-add`}
          className="input"
          dir="auto"
          maxLength={60}
          role="combobox"
          aria-expanded={open}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={open && options[at] ? `${listId}-${at}` : undefined}
          aria-describedby={clsx(`${kind}-hint`, error && `${kind}-error`)}
          aria-invalid={error ? true : undefined}
          autoComplete="off"
          value={text}
          onChange={(event) => box.type(event.currentTarget.value)}
          onKeyDown={box.onKeyDown}
          onBlur={box.close}
        />
        <Button look="second" name="intent" value={`look:${kind}`} className="hidden! noscript:inline-flex!">
          Add
        </Button>
      </div>
      <div className={clsx("list", !open && "hidden")} role="listbox" id={listId} aria-label="Skills">
        {open && (
          <SkillOptions
            listId={listId}
            text={text}
            options={options}
            at={at}
            chosen={chosen}
            onPick={box.pick}
          />
        )}
      </div>
      {box.refusal && <FieldError>{box.refusal}</FieldError>}
      <p className="vh" role="status">
        {open ? `${options.length - 1} found. Arrow keys move, Enter chooses.` : ""}
      </p>
    </div>
  );
}

/** A skill of the taxonomy, or null: the person's own word. */
export type SkillOption = SkillSuggestion | null;

function useSuggestions(kind: SkillKind, onPick: SkillComboboxProps["onPick"]) {
  const search = useFetcher<{ suggestions: SkillSuggestion[] }>({ key: `suggest-${kind}` });
  const proposal = useFetcher<{ skill?: { slug: string; name: string }; message?: string }>({
    key: `propose-${kind}`,
  });
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const [text, setText] = useState("");
  const [asked, setAsked] = useState(false);
  const [at, setAt] = useState(0);
  const options: SkillOption[] = asked ? [...byGroup(search.data?.suggestions ?? []), null] : [];
  const open = asked && text.trim().length > 0 && search.data !== undefined;

  const close = () => setAsked(false);
  const clear = () => {
    setText("");
    close();
    input.current?.focus();
  };
  const type = (typed: string) => {
    setText(typed);
    setAt(0);
    clearTimeout(timer.current);
    if (typed.trim() === "") return close();
    timer.current = setTimeout(() => {
      setAsked(true);
      search.load(`/skills/suggest?${new URLSearchParams({ q: typed.trim() })}`);
    }, TYPING_MS);
  };
  const pick = (option: SkillOption) => {
    if (option) onPick(option);
    else proposal.submit({ name: text.trim() }, { method: "post", action: "/skills/propose" });
    clear();
  };

  const handed = useRef<unknown>(null);
  useEffect(() => {
    const skill = proposal.data?.skill;
    if (!skill || handed.current === proposal.data) return;
    handed.current = proposal.data;
    onPick(skill);
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter" && text.trim() !== "") event.preventDefault();
    if (!open) return;
    if (event.key === "ArrowDown") setAt((at + 1) % options.length);
    else if (event.key === "ArrowUp") setAt((at - 1 + options.length) % options.length);
    else if (event.key === "Enter") pick(options[at] ?? null);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  };
  return { input, text, open, at, options, type, pick, close, onKeyDown, refusal: proposal.data?.message };
}

/** Skills of one group stand together, the group of the best match first: rows are counted as they are seen. */
function byGroup(suggestions: SkillSuggestion[]): SkillSuggestion[] {
  const groups = [...new Set(suggestions.map(({ cluster }) => cluster))];
  return groups.flatMap((group) => suggestions.filter(({ cluster }) => cluster === group));
}
