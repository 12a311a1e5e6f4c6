import { MAX_GOAL_LENGTH, MAX_REQUEST_LENGTH } from "#domain/mentorships/schema.ts";
import { TextArea } from "../ui/text-field.tsx";

export interface WordsFieldsProps {
  /** What the mentor is called. */
  name: string;
  message: string;
  goal: string;
  /** Where the words came from, if they are not the person's own typing. */
  messageHint?: string;
  errors: Record<string, string>;
}

/** The words of a request: what one wants help with, and what would be different afterwards. */
export function WordsFields({ name, message, goal, messageHint, errors }: WordsFieldsProps) {
  return (
    <>
      <TextArea
        name="message"
        label="What do you want help with?"
        hint={messageHint ?? `${name} reads this first.`}
        defaultValue={message}
        error={errors.message}
        maxLength={MAX_REQUEST_LENGTH}
        rows={5}
      />
      <TextArea
        name="goal"
        label="What would be different afterwards?"
        hint="One sentence. It is the goal of the two of you, and both see it."
        defaultValue={goal}
        error={errors.goal}
        maxLength={MAX_GOAL_LENGTH}
        rows={2}
      />
    </>
  );
}
