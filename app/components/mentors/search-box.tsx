import clsx from "clsx";
import { useId } from "react";
import { type SearchOption, useSearchBox } from "./use-search-box.ts";

/**
 * The search box with what the words may mean under it: past searches, skills, people (ARIA 1.2 combobox with a
 * listbox). Without JavaScript it is a plain field.
 */
export function SearchBox({ need, placeholder }: { need: string; placeholder: string }) {
  const listId = useId();
  const box = useSearchBox(need);
  const { open, options, at } = box;
  return (
    <div className="combo">
      <input
        ref={box.input}
        className="say min-h-11"
        id="need"
        name="q"
        dir="auto"
        maxLength={1000}
        defaultValue={need}
        placeholder={placeholder}
        role="combobox"
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && options[at] ? `${listId}-${at}` : undefined}
        autoComplete="off"
        onChange={(event) => box.type(event.currentTarget.value)}
        onKeyDown={box.onKeyDown}
        onClick={box.show}
        onBlur={box.close}
      />
      <div className={clsx("list", !open && "hidden")} role="listbox" id={listId} aria-label="Suggestions">
        {open && <Groups {...{ listId, options, at }} onPick={box.pick} />}
      </div>
      <p className="vh" role="status">
        {open ? `${options.length} found. Arrow keys move, Enter chooses.` : ""}
      </p>
    </div>
  );
}

const groups = [
  { title: "You looked for", kinds: ["past", "forget"] },
  { title: "Skills", kinds: ["skill"] },
  { title: "People", kinds: ["person"] },
];

interface GroupsProps {
  listId: string;
  options: SearchOption[];
  at: number;
  onPick: (option: SearchOption) => void;
}

function Groups({ listId, options, at, onPick }: GroupsProps) {
  const placed = options.map((option, place) => ({ option, place }));
  return groups.map(({ title, kinds }) => {
    const own = placed.filter(({ option }) => kinds.includes(option.kind));
    if (own.length === 0) return null;
    return (
      // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
      <div role="group" key={title} aria-labelledby={`${listId}-${kinds[0]}`}>
        <div className="group" id={`${listId}-${kinds[0]}`} role="presentation">
          {title}
        </div>
        {own.map(({ option, place }) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field holds the focus and answers the keys
          <div
            key={place}
            id={`${listId}-${place}`}
            className={clsx("option", place === at && "at")}
            role="option"
            tabIndex={-1}
            aria-selected={place === at}
            // Before the field loses its focus and the list closes.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(option)}
          >
            <Words option={option} />
          </div>
        ))}
      </div>
    );
  });
}

function Words({ option }: { option: SearchOption }) {
  if (option.kind === "past") return <span dir="auto">{option.words}</span>;
  if (option.kind === "forget") return <span>Forget these words</span>;
  if (option.kind === "person")
    return (
      <span dir="auto">
        {option.name}
        <small>{option.headline}</small>
      </span>
    );
  const { name, alias, mentors } = option;
  return (
    <>
      <span>
        {name}
        {alias && <small>also: {alias}</small>}
      </span>
      {mentors > 0 && (
        <small>
          {mentors >= 100 ? "100 or more" : mentors} {mentors === 1 ? "mentor" : "mentors"}
        </small>
      )}
    </>
  );
}
