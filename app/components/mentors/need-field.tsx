import type { KeyboardEvent } from "react";
import { Arrow } from "../ui/arrow.tsx";
import { Button } from "../ui/button.tsx";

export interface NeedFieldProps {
  label: string;
  need?: string;
  placeholder?: string;
}

/** The need as the title of the page, edited in place: Enter searches, Shift and Enter begins a line. */
export function NeedField({ label, need = "", placeholder = "In your own words" }: NeedFieldProps) {
  return (
    <>
      {/* Greets by the time of day: see time/clock-text.tsx. */}
      <label htmlFor="need" suppressHydrationWarning>
        {label}
      </label>
      <div className="put">
        <textarea
          // A new search is a new title, also where the browser keeps the page.
          key={need}
          className="say min-h-11"
          id="need"
          name="q"
          dir="auto"
          maxLength={1000}
          rows={Math.min(4, Math.max(1, Math.ceil(need.length / 30)))}
          defaultValue={need}
          placeholder={placeholder}
          onKeyDown={submitOnEnter}
        />
        <Button className="max-tablet:px-3.5!">
          <span className="max-tablet:sr-only">Search</span>
          <Arrow className="tablet:hidden" />
        </Button>
      </div>
    </>
  );
}

export function submitOnEnter(event: KeyboardEvent<HTMLTextAreaElement>) {
  if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
