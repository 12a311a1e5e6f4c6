import { z } from "zod/mini";
import { type Author, authorSchema, messageSchema } from "#domain/rooms/schema.ts";
import {
  HISTORY_PAGE,
  type HistoryAction,
  type HistoryState,
  heldMessages,
  MAX_SHOWN,
} from "./room-history.ts";

const pageSchema = z.object({
  messages: z.array(messageSchema),
  authors: z._default(z.array(authorSchema), []),
  more: z.boolean(),
});

/** Whoever wrote what has come of the archive: the room itself names those alone whose words it still holds. */
export interface AuthorsMet {
  type: "authors-met";
  authors: readonly Author[];
}

interface RoomPagesParts {
  state: () => HistoryState;
  act: (action: HistoryAction | AuthorsMet) => void;
}

/** Fetches pages of a room's history, one ask at a time: the last one counts. What they do to the state is in room-history.ts. */
export class RoomPages {
  #asked = 0;

  constructor(
    readonly roomId: string,
    readonly parts: RoomPagesParts,
  ) {}

  readonly loadOlder = async (): Promise<void> => {
    const state = this.parts.state();
    const before = heldMessages(state)[0]?.seq;
    if (state.fetching || before === undefined || !(state.past ?? state.snapshot)?.more) return;
    await this.#ask("older", async () => ({ type: "older", before, ...(await this.#page({ before })) }));
  };

  readonly loadNewer = async (): Promise<void> => {
    const state = this.parts.state();
    const after = state.past?.messages.at(-1)?.seq;
    if (state.fetching || after === undefined) return;
    await this.#ask("newer", async () => ({ type: "newer", after, ...(await this.#page({ after })) }));
  };

  /** Brings what stands around the message that an event made, unless it is in sight; resolves when it is there. */
  readonly goTo = async (seq: number): Promise<void> => {
    const state = this.parts.state();
    const shows = ({ seq: held }: { seq: number }) => held === seq;
    if (heldMessages(state).some(shows)) return;
    if (state.snapshot?.messages.some(shows)) return this.toNewest();
    await this.#ask("far", async () => {
      const [older, newer] = await Promise.all([this.#page({ before: seq + 1 }), this.#page({ after: seq })]);
      const messages = [...older.messages, ...newer.messages];
      return { type: "far", messages, more: older.more, newer: newer.more };
    });
  };

  /** Leaves the past. */
  readonly toNewest = (): void => this.parts.act({ type: "newest-wanted" });

  /** The reader is at the end: lets go of what has gathered above in a long sitting. */
  readonly atEnd = (): void => {
    const { past, snapshot } = this.parts.state();
    if (!past && (snapshot?.messages.length ?? 0) > 2 * MAX_SHOWN) this.parts.act({ type: "end-seen" });
  };

  async #ask(what: "older" | "newer" | "far", answer: () => Promise<HistoryAction>): Promise<void> {
    const asked = ++this.#asked;
    this.parts.act({ type: "history-asked", what });
    const action = await answer().catch((): HistoryAction => ({ type: "history-failed" }));
    if (asked === this.#asked) this.parts.act(action);
  }

  async #page(from: { before: number } | { after: number }) {
    const query = "before" in from ? `before=${from.before}` : `after=${from.after}`;
    const answer = await fetch(`/rooms/${this.roomId}/messages?${query}&limit=${HISTORY_PAGE}`);
    if (!answer.ok) throw new Error(`history answered ${answer.status}`);
    const { authors, ...page } = pageSchema.parse(await answer.json());
    if (authors.length > 0) this.parts.act({ type: "authors-met", authors });
    return page;
  }
}
