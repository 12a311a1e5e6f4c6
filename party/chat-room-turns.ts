/** Members away from the room whose inboxes are told in one go: a notification is worth more than a preview. */
const MAX_AWAY = 50;
/** Members in the room, who see there what their inboxes would tell: a lively room of many costs no more than one of two. */
const MAX_HERE = 2;

/** Whose inbox is told next, in turn. In memory: after a sleep the turns begin anew, and what is owed stands in SQLite. */
export class PushTurns {
  #lastAway = "";
  #lastHere = "";

  /** @param owed ids of members, ascending */
  next(owed: readonly string[], present: ReadonlySet<string>): string[] {
    const away = turn(
      owed.filter((id) => !present.has(id)),
      this.#lastAway,
      MAX_AWAY,
    );
    const here = turn(
      owed.filter((id) => present.has(id)),
      this.#lastHere,
      MAX_HERE,
    );
    this.#lastAway = away.at(-1) ?? this.#lastAway;
    this.#lastHere = here.at(-1) ?? this.#lastHere;
    return [...away, ...here];
  }
}

/** The next ones after the last, from the beginning again at the end. */
function turn(ids: readonly string[], last: string, most: number): string[] {
  const after = ids.filter((id) => id > last);
  return [...after, ...ids.slice(0, ids.length - after.length)].slice(0, most);
}
