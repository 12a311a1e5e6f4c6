import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { MAX_MESSAGE_LENGTH } from "#domain/rooms/schema.ts";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field.tsx";

export interface MessageEditProps {
  body: string;
  onSave: (body: string) => void;
  onLeave: () => void;
}

/** A message of one's own, open to be changed where it stands. Enter saves, Escape leaves it as it was. */
export function MessageEdit({ body, onSave, onLeave }: MessageEditProps) {
  const [text, setText] = useState(body);
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const tooLong = text.trim().length > MAX_MESSAGE_LENGTH;
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(body.length, body.length);
  }, [body.length]);

  function save(event?: FormEvent) {
    event?.preventDefault();
    if (text.trim() && !tooLong) onSave(text.trim());
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onLeave();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    save();
  }

  return (
    <form className="change" onSubmit={save}>
      <label className="sr-only" htmlFor={id}>
        Change your message
      </label>
      <textarea
        ref={area}
        id={id}
        className="area"
        rows={2}
        dir="auto"
        value={text}
        aria-invalid={tooLong || undefined}
        aria-describedby={tooLong ? `${id}-error` : undefined}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {tooLong && (
        <FieldError id={`${id}-error`}>
          At most {MAX_MESSAGE_LENGTH.toLocaleString("en")} characters; these are{" "}
          {text.trim().length.toLocaleString("en")}.
        </FieldError>
      )}
      <p className="under">
        <Button look="strong" className="plain">
          Save
        </Button>
        <Button look="quiet" className="plain" type="button" onClick={onLeave}>
          Leave it as it was
        </Button>
      </p>
    </form>
  );
}
