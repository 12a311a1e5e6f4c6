import { Form, useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import {
  MAX_MARK_REASON_LENGTH,
  type Mark,
  notInterestedReasons,
  reasonInWords,
} from "#domain/marks/schema.ts";
import { Actions } from "../ui/actions.tsx";
import { Button, type ButtonLook } from "../ui/button.tsx";
import { Choices, Radio } from "../ui/choice.tsx";
import { TextField } from "../ui/text-field.tsx";

export type SavedIntent = "save" | "not-interested" | "unmark" | "watch" | "unwatch" | "forget";

/** One act on what a person keeps, as a form of its own: it works without JavaScript. */
export function SavedForm({
  intent,
  of,
  back,
  look = "quiet",
  pendingWords,
  fields,
  children,
}: {
  intent: SavedIntent;
  /** The mentor, or the saved search. */
  of: string;
  back?: string;
  look?: ButtonLook;
  pendingWords: string;
  /** Above the button. */
  fields?: ReactNode;
  children: ReactNode;
}) {
  const { formData } = useNavigation();
  const pending = formData?.get("of") === of && formData.get("intent") === intent;
  return (
    <Form method="post" action="/saved" className={fields ? "form" : undefined} preventScrollReset>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="of" value={of} />
      {back && <input type="hidden" name="back" value={back} />}
      {fields}
      <div>
        <Button look={look} pending={pending} pendingWords={pendingWords}>
          {children}
        </Button>
      </div>
    </Form>
  );
}

export interface MarkFormsProps {
  first: string;
  mentorId: string;
  mark: Mark | null;
  /** This page, to come back to. */
  back: string;
}

/** Keep a mentor for later, or say that they are not for one; both can be taken back. */
export function MarkForms({ first, mentorId, mark, back }: MarkFormsProps) {
  const act = { of: mentorId, back };
  if (mark?.kind === "not_interested") {
    return (
      <>
        <p>
          You said that {first} is not for you
          {mark.reason ? `: ${reasonInWords(mark.reason)}` : ""}. We do not introduce you.
        </p>
        <SavedForm intent="unmark" {...act} pendingWords="Taking it back">
          Take that back
        </SavedForm>
      </>
    );
  }
  return (
    <Actions>
      {mark ? (
        <SavedForm intent="unmark" {...act} pendingWords="Taking out">
          Take {first} out of Saved
        </SavedForm>
      ) : (
        <SavedForm intent="save" {...act} pendingWords="Saving">
          Save {first} for later
        </SavedForm>
      )}
      <details className="unfold">
        <summary className="unfold-quiet">Not for me</summary>
        <p className="text">
          We do not introduce you to {first} any more. {first} does not hear of it.
        </p>
        <SavedForm intent="not-interested" {...act} look="second" pendingWords="Saving" fields={<Reasons />}>
          {first} is not for me
        </SavedForm>
      </details>
    </Actions>
  );
}

function Reasons() {
  return (
    <>
      <Choices legend="Why?" hint="If you like. Only you and our recommendations know." down>
        {Object.entries(notInterestedReasons).map(([key, words]) => (
          <Radio key={key} name="reason" value={key} label={words} />
        ))}
      </Choices>
      <TextField name="words" label="In your own words" optional maxLength={MAX_MARK_REASON_LENGTH} />
    </>
  );
}
