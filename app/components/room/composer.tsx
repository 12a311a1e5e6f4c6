import clsx from "clsx";
import {
  type DragEvent,
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import type { Receipt } from "#domain/attachments/schema.ts";
import { MAX_MESSAGE_LENGTH, type RoomMember } from "#domain/rooms/schema.ts";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field.tsx";
import { whyNotYet } from "./files/files-state.ts";
import { AttachButton, FilesToSend } from "./files/files-to-send.tsx";
import type { useFiles } from "./files/use-files.ts";
import { MentionList } from "./mention-list.tsx";
import { waitInWords } from "./slow-mode.tsx";
import { useMentionList } from "./use-mention-list.ts";
import { useTyping } from "./use-typing.ts";

export interface ComposerProps {
  id: string;
  /** "Write to Bruno". */
  label: string;
  /** What the button says: "Send", "Reply". */
  act: string;
  text: string;
  onText: (text: string) => void;
  onSend: (body: string, attachments: Receipt[]) => void;
  /** What will go with the words. */
  files: ReturnType<typeof useFiles>;
  onTyping: (on: boolean) => void;
  /** Whom an @ may name. */
  members: readonly RoomMember[];
  /** Without a line to the room what is written is kept and goes out later; the button says so. */
  offline: boolean;
  /** Why nothing can be sent now, where nothing can: what was typed stands as it is. */
  halt: ReactNode;
  /** Seconds until the next message may go out: one can write meanwhile. */
  wait: number;
  /** What slow mode asks of everybody, where it is on. */
  slow: string | null;
  /** What is being answered: stands above the field. */
  children?: ReactNode;
}

/** Enter sends, Shift and Enter makes a new line; an @ offers names. */
export function Composer({
  id,
  label,
  act,
  text,
  onText,
  onSend,
  files,
  onTyping,
  members,
  offline,
  halt,
  wait,
  slow,
  children,
}: ComposerProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const alive = useAlive();
  const typing = useTyping(onTyping);
  const [caret, setCaret] = useState(0);
  const mentions = useMentionList({
    text,
    caret,
    members,
    onChoose: (next, to) => {
      onText(next);
      setCaret(to);
      requestAnimationFrame(() => {
        area.current?.focus();
        area.current?.setSelectionRange(to, to);
      });
    },
  });
  const notYet = whyNotYet(files.files);
  const tooLong = text.trim().length > MAX_MESSAGE_LENGTH;

  // asked for before its files were there, a message goes when they are, unless one of them fails
  const [going, setGoing] = useState(false);
  const failed = files.files.some(({ state }) => state === "failed");
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it says is read when it is time
  useEffect(() => {
    if (!going || (notYet && !failed)) return;
    setGoing(false);
    if (!notYet) send();
  }, [going, notYet, failed]);

  function send(event?: FormEvent) {
    event?.preventDefault();
    const body = text.trim();
    const attachments = files.files.flatMap(({ receipt }) => receipt ?? []);
    const nothing = !body && files.files.length === 0;
    if (!nothing && notYet) setGoing(true);
    if (nothing || notYet || tooLong || halt || wait > 0) return area.current?.focus();
    typing.stop();
    onSend(body, attachments);
    onText("");
    files.empty();
    area.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    // an Enter that ends the writing of a Japanese or Chinese word is not ours
    if (event.nativeEvent.isComposing || mentions.onKeyDown(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  }

  return (
    <form className="composer" onSubmit={send} {...dropping(files, alive && !halt)}>
      {children}
      <FilesToSend {...files} />
      <MentionList id={`${id}-names`} {...mentions} />
      <label className="sr-only" htmlFor={id}>
        {label}
      </label>
      <textarea
        ref={area}
        id={id}
        className="area"
        rows={1}
        dir="auto"
        placeholder={label}
        enterKeyHint="send"
        disabled={!alive}
        readOnly={Boolean(halt)}
        value={text}
        aria-invalid={tooLong || undefined}
        aria-describedby={halt || slow || notYet ? `${id}-halt` : tooLong ? `${id}-error` : undefined}
        aria-controls={mentions.shown.length > 0 ? `${id}-names` : undefined}
        aria-activedescendant={mentions.current ? `${id}-names-${mentions.current.userId}` : undefined}
        onChange={(event) => {
          onText(event.target.value);
          setCaret(event.target.selectionEnd);
          typing.go(event.target.value !== "");
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionEnd)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const pasted = [...event.clipboardData.files];
          if (pasted.length === 0 || halt) return;
          event.preventDefault();
          files.add(pasted);
        }}
        onBlur={typing.stop}
      />
      {!halt && alive && <AttachButton {...files} />}
      {!halt && (
        <Button className="tabular-nums">{wait > 0 ? waitInWords(wait) : offline ? "Keep" : act}</Button>
      )}
      {/* stands there empty before, so that it is read out when it is filled */}
      <p className={clsx("soft small", halt && "why")} id={`${id}-halt`} role="status">
        {halt || (going && notYet ? `${notYet} The message goes when they are there.` : notYet) || slow}
      </p>
      {tooLong && (
        <FieldError id={`${id}-error`}>
          At most {MAX_MESSAGE_LENGTH.toLocaleString("en")} characters; these are{" "}
          {text.trim().length.toLocaleString("en")}. Send it in two.
        </FieldError>
      )}
      <noscript>
        <p className="soft">
          Writing needs JavaScript in your browser. You can read everything here without it.
        </p>
      </noscript>
    </form>
  );
}

/** What makes a form take files that are dropped on it. */
const dropping = ({ add }: ReturnType<typeof useFiles>, on: boolean) => ({
  onDragOver: (event: DragEvent) => {
    if (on && event.dataTransfer.types.includes("Files")) event.preventDefault();
  },
  onDrop: (event: DragEvent) => {
    if (!on || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  },
});

/** False on the server and until the page is alive: a field that can't send yet must not swallow words. */
function useAlive(): boolean {
  const [alive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  return alive;
}
