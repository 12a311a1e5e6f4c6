import type { AddablePerson } from "#domain/groups/schema.ts";
import type { FormState } from "../forms/use-form.ts";
import { Checkbox, Choices } from "../ui/choice.tsx";

/** Whom one may add to a circle, to be ticked. */
export function PeopleChoice({ people, form }: { people: readonly AddablePerson[]; form: FormState }) {
  const chosen = form.list("memberIds");
  return (
    <Choices
      legend="People"
      hint="Whom you are in a mentorship with, or know here. They are told, and may leave."
      error={form.error("memberIds")}
      id="memberIds"
      down
    >
      {people.map(({ userId, name, headline }) => (
        <Checkbox
          key={userId}
          name="memberIds[]"
          value={userId}
          defaultChecked={chosen.includes(userId)}
          label={
            <>
              <span dir="auto">{name}</span>
              {headline && (
                <span className="soft" dir="auto">
                  , {headline}
                </span>
              )}
            </>
          }
        />
      ))}
    </Choices>
  );
}
