import type { KeyboardEvent } from "react";
import { Arrow } from "../ui/arrow.tsx";
import { Button } from "../ui/button.tsx";
import { SearchBox } from "./search-box.tsx";

export interface NeedFieldProps {
  label: string;
  need?: string;
  placeholder?: string;
}

/** Longer words are seen whole, on lines of their own: nothing could complete them. */
const ONE_LINE = 30;

/** The need as the title of the page, edited in place; what is short may be completed. */
export function NeedField({ label, need = "", placeholder = "In your own words" }: NeedFieldProps) {
  return (
    <>
      {/* Greets by the time of day: see time/clock-text.tsx. */}
      <label htmlFor="need" suppressHydrationWarning>
        {label}
      </label>
      <div className="put">
        {/* A new search is a new title, also where the browser keeps the page. */}
        {need.length > ONE_LINE ? (
          <NeedTitle key={need} need={need} />
        ) : (
          <SearchBox key={need} need={need} placeholder={placeholder} />
        )}
        <Button className="max-tablet:px-3.5!">
          <span className="max-tablet:sr-only">Search</span>
          <Arrow className="tablet:hidden" />
        </Button>
      </div>
    </>
  );
}

/** Enter searches, Shift and Enter begins a line. */
function NeedTitle({ need }: { need: string }) {
  return (
    <textarea
      className="say min-h-11"
      id="need"
      name="q"
      dir="auto"
      maxLength={1000}
      rows={Math.min(4, Math.ceil(need.length / 30))}
      defaultValue={need}
      placeholder="In your own words"
      onKeyDown={submitOnEnter}
    />
  );
}

export function submitOnEnter(event: KeyboardEvent<HTMLTextAreaElement>) {
  if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
