import clsx from "clsx";
import type { ReactNode } from "react";
import type { SkillOption } from "./skill-combobox.tsx";

export interface SkillOptionsProps {
  listId: string;
  text: string;
  /** The last one is null: the person's own word. */
  options: SkillOption[];
  /** Place of the row at hand. */
  at: number;
  chosen: string[];
  onPick: (option: SkillOption) => void;
}

/** The rows of the list, by group; what matched is underlined, and "also: …" says why. */
export function SkillOptions({ listId, text, options, at, chosen, onPick }: SkillOptionsProps) {
  const placed = options.map((option, place) => ({ option, place }));
  const groups = [...new Set(options.flatMap((option) => (option ? [option.cluster ?? own] : [])))];
  const row = (place: number, option: SkillOption, words: ReactNode) => (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field holds the focus and answers the keys
    <div
      key={place}
      id={`${listId}-${place}`}
      className={clsx("option", place === at && "at")}
      role="option"
      tabIndex={-1}
      aria-selected={option ? chosen.includes(option.slug) : false}
      // Before the field loses its focus and the list closes.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onPick(option)}
    >
      {words}
    </div>
  );
  return (
    <>
      {groups.map((group, number) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
        <div role="group" key={group} aria-labelledby={`${listId}-g${number}`}>
          <div className="group" id={`${listId}-g${number}`} role="presentation">
            {group}
          </div>
          {placed
            .filter(({ option }) => option && (option.cluster ?? own) === group)
            .map(({ option, place }) => row(place, option, option && <Words option={option} text={text} />))}
        </div>
      ))}
      {row(
        options.length - 1,
        null,
        <span>
          Keep “{text.trim()}” as my own word
          <small>we will read it, a person will sort it in</small>
        </span>,
      )}
    </>
  );
}

const own = "Not sorted in yet";

function Words({ option, text }: { option: NonNullable<SkillOption>; text: string }) {
  return (
    <>
      <span>
        <Marked words={option.name} part={text.trim()} />
        {option.alias && <small>also: {option.alias}</small>}
      </span>
      {option.mentors > 0 && (
        <small>
          {option.mentors} {option.mentors === 1 ? "mentor" : "mentors"}
        </small>
      )}
    </>
  );
}

function Marked({ words, part }: { words: string; part: string }) {
  const from = words.toLowerCase().indexOf(part.toLowerCase());
  if (from < 0 || part === "") return <>{words}</>;
  return (
    <>
      {words.slice(0, from)}
      <mark>{words.slice(from, from + part.length)}</mark>
      {words.slice(from + part.length)}
    </>
  );
}
