import { useFetcher, useNavigate } from "@remix-run/react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useReader } from "#app/hooks/use-reader.ts";
import type { SearchSuggestions } from "#domain/search/schema.ts";
import { forgetSearches, matching, pastSearches } from "./past-searches.ts";

const TYPING_MS = 150;
const SHORTEST = 2;

export type SearchOption =
  | { kind: "past"; words: string }
  | { kind: "forget" }
  | { kind: "skill"; name: string; alias: string | null; mentors: number }
  | { kind: "person"; userId: string; name: string; headline: string };

/** The state of the search box: what is typed, what it may mean, and which row is at hand (-1: none). */
export function useSearchBox(need: string) {
  const { user } = useReader();
  const userId = user?.id ?? null;
  const fetcher = useFetcher<SearchSuggestions>();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const [text, setText] = useState(need);
  const [past, setPast] = useState<string[]>([]);
  const [asked, setAsked] = useState(false);
  const [at, setAt] = useState(-1);
  useEffect(() => () => clearTimeout(timer.current), []);

  const options = optionsOf(text, past, fetcher.data);
  const open = asked && options.length > 0;
  const show = () => {
    setPast(pastSearches(userId));
    setAsked(true);
  };
  const close = () => {
    setAsked(false);
    setAt(-1);
  };
  const type = (typed: string) => {
    setText(typed);
    setAt(-1);
    show();
    clearTimeout(timer.current);
    const words = typed.trim();
    if (words.length < SHORTEST || words.length > 60) return;
    // a load takes the place of the one that is still on its way
    timer.current = setTimeout(
      () => fetcher.load(`/suggest?${new URLSearchParams({ q: words })}`),
      TYPING_MS,
    );
  };
  const search = (words: string) => {
    if (!input.current) return;
    input.current.value = words;
    setText(words);
    input.current.form?.requestSubmit();
  };
  const pick = (option: SearchOption) => {
    close();
    if (option.kind === "past") search(option.words);
    else if (option.kind === "skill") search(option.name);
    else if (option.kind === "person") navigate(`/mentors/${option.userId}`);
    else forgetSearches(userId);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const to = rowAfter(event.key, at, options.length);
    const chosen = event.key === "Enter" ? options[at] : undefined;
    if (event.key === "ArrowDown" && !open) show();
    else if (!open) return;
    else if (to !== null) setAt(to);
    else if (event.key === "Escape") close();
    else if (chosen) pick(chosen);
    else return;
    event.preventDefault();
  };
  return { input, text, options, open, at, type, show, close, pick, onKeyDown };
}

/** The row that a key leads to; null for a key that leads nowhere. Home and End move the caret until a row is at hand. */
function rowAfter(key: string, at: number, rows: number): number | null {
  if (key === "ArrowDown") return (at + 1) % rows;
  if (key === "ArrowUp") return at <= 0 ? rows - 1 : at - 1;
  if (at < 0) return null;
  return key === "Home" ? 0 : key === "End" ? rows - 1 : null;
}

function optionsOf(text: string, past: string[], found: SearchSuggestions | undefined): SearchOption[] {
  const kept = matching(past, text).map((words): SearchOption => ({ kind: "past", words }));
  const asks = text.trim().length >= SHORTEST && text.trim().length <= 60;
  return [
    ...kept,
    ...(kept.length > 0 && text.trim() === "" ? [{ kind: "forget" as const }] : []),
    ...(asks ? (found?.skills ?? []) : []).map(
      ({ name, alias, mentors }): SearchOption => ({ kind: "skill", name, alias, mentors }),
    ),
    ...(asks ? (found?.people ?? []) : []).map((person): SearchOption => ({ kind: "person", ...person })),
  ];
}
