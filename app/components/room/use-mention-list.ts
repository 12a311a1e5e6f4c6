import { type KeyboardEvent, useState } from "react";
import type { RoomMember } from "#domain/rooms/schema.ts";

const MAX_SHOWN = 6;
/** An @ at the start of a word, and what was typed of the name up to the caret. */
const begun = /(?:^|[\s(])@([\p{L}\p{N}'’.-]*(?: [\p{L}\p{N}'’.-]*)?)$/u;

/** Members whose names begin as what stands behind the last @ before the caret; null where none is being written. */
export function findNamed(
  text: string,
  caret: number,
  members: readonly RoomMember[],
): { from: number; members: RoomMember[] } | null {
  const found = begun.exec(text.slice(0, caret));
  if (!found) return null;
  const wanted = (found[1] ?? "").toLowerCase();
  const fits = members.filter(({ name }) => {
    const lower = name.toLowerCase();
    return (
      lower.startsWith(wanted) || lower.split(/\s+/).some((part) => wanted !== "" && part.startsWith(wanted))
    );
  });
  // a whole name is written out: nothing more to choose
  if (fits.length === 0 || fits.some(({ name }) => name.toLowerCase() === wanted)) return null;
  return { from: caret - wanted.length, members: fits.slice(0, MAX_SHOWN) };
}

export interface MentionListOptions {
  text: string;
  caret: number;
  members: readonly RoomMember[];
  /** The text with the name in it, and where the caret goes. */
  onChoose: (text: string, caret: number) => void;
}

/** The names that one may mean by an @, moved through by arrows and chosen by Enter or Tab. */
export function useMentionList({ text, caret, members, onChoose }: MentionListOptions) {
  const [at, setAt] = useState(0);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const named = findNamed(text, caret, members);
  const open = named !== null && named.from !== closedAt;
  const shown = open ? named.members : [];
  const current = shown[Math.min(at, shown.length - 1)];

  function choose(member: RoomMember) {
    if (!named) return;
    const before = `${text.slice(0, named.from)}${member.name} `;
    setAt(0);
    onChoose(before + text.slice(caret).replace(/^ /, ""), before.length);
  }

  /** @returns true when the key was for the list */
  function onKeyDown(event: KeyboardEvent): boolean {
    if (!open || !current) return false;
    if (event.key === "ArrowDown") setAt((now) => (now + 1) % shown.length);
    else if (event.key === "ArrowUp") setAt((now) => (now + shown.length - 1) % shown.length);
    else if (event.key === "Escape") setClosedAt(named.from);
    else if (event.key === "Enter" || event.key === "Tab") choose(current);
    else return false;
    event.preventDefault();
    return true;
  }

  return { shown, current: current ?? null, choose, onKeyDown };
}
