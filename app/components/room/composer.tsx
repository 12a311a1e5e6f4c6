import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { MAX_MESSAGE_LENGTH } from "#domain/rooms/schema.ts";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field.tsx";

export interface ComposerProps {
  otherFirstName: string;
  text: string;
  onText: (text: string) => void;
  onSend: (body: string) => void;
  onTyping: (on: boolean) => void;
  /** Without a line to the room what is written is kept and goes out later; the button says so. */
  offline: boolean;
}

/** The other hears that one stopped writing this long after the last key. */
const TYPING_ENDS_MS = 3_000;

/** Enter sends, Shift and Enter makes a new line. */
export function Composer({ otherFirstName, text, onText, onSend, onTyping, offline }: ComposerProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const alive = useAlive();
  const typing = useTyping(onTyping);
  const tooLong = text.trim().length > MAX_MESSAGE_LENGTH;

  function send(event?: FormEvent) {
    event?.preventDefault();
    const body = text.trim();
    if (!body || tooLong) return area.current?.focus();
    typing.stop();
    onSend(body);
    onText("");
    area.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    // an Enter that ends the writing of a Japanese or Chinese word is not ours
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  return (
    <form className="composer" onSubmit={send}>
      <label className="sr-only" htmlFor="message">
        Write to {otherFirstName}
      </label>
      <textarea
        ref={area}
        id="message"
        className="area"
        rows={1}
        dir="auto"
        placeholder={`Write to ${otherFirstName}`}
        enterKeyHint="send"
        disabled={!alive}
        value={text}
        aria-invalid={tooLong || undefined}
        aria-describedby={tooLong ? "message-error" : undefined}
        onChange={(event) => {
          onText(event.target.value);
          typing.go(event.target.value !== "");
        }}
        onKeyDown={onKeyDown}
        onBlur={typing.stop}
      />
      <Button>{offline ? "Keep" : "Send"}</Button>
      {tooLong && (
        <FieldError id="message-error">
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

/** False on the server and until the page is alive: a field that can't send yet must not swallow words. */
function useAlive(): boolean {
  const [alive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  return alive;
}

/** Tells "is writing" once when it begins, and once when it ends. */
function useTyping(onTyping: (on: boolean) => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const say = useRef(onTyping);
  say.current = onTyping;
  function stop() {
    if (timer.current === null) return;
    clearTimeout(timer.current);
    timer.current = null;
    say.current(false);
  }
  function go(on: boolean) {
    if (!on) return stop();
    if (timer.current === null) say.current(true);
    else clearTimeout(timer.current);
    timer.current = setTimeout(stop, TYPING_ENDS_MS);
  }
  useEffect(() => () => void (timer.current && clearTimeout(timer.current)), []);
  return { go, stop };
}
