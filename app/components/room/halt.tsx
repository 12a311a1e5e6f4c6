import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { firstName } from "../people/first-name.ts";
import type { Room } from "./room-view.ts";

/**
 * Why nobody can write here now, or null where one can. Whoever is blocked is not told by whom, nor that it is a block.
 * @param header the room as the page was made: it knows whether the reader has blocked the other one
 */
export function haltOf(
  { status, blocked }: Pick<Room, "status" | "blocked">,
  header:
    | { kind: "direct"; other: { name: string }; blockedByYou: boolean }
    | { kind: "community" | "group" },
): ReactNode {
  if (status === "not-member") return "You are no longer in this conversation. What you wrote is kept here.";
  if (header.kind !== "direct") return null;
  const { other, blockedByYou } = header;
  const name = firstName(other.name);
  if (!(blocked ?? blockedByYou)) return null;
  if (!blockedByYou) return `You and ${name} can't write to each other now. What you wrote is kept here.`;
  return (
    <>
      You have blocked {name}: neither of you can write here. What you wrote is kept.{" "}
      <Link to="/blocked">Whom you have blocked</Link>
    </>
  );
}
