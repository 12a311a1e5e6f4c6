import { visibilities } from "#domain/profiles/schema.ts";
import type { FormState } from "../forms/use-form.ts";
import { Choices, Radio } from "../ui/choice.tsx";
import { TextField } from "../ui/text-field.tsx";

type Visibility = (typeof visibilities)[number];

const words: Record<Visibility, string> = {
  everyone: "Everyone, also without an account",
  connections: "Only people I am connected with",
  hidden: "Nobody; I am not to be found",
};

/** Who may see the profile. */
export function VisibilityFields({ form, visibility }: { form: FormState; visibility: Visibility }) {
  const chosen = form.text("visibility", visibility);
  return (
    <Choices legend="Your profile can be seen by" error={form.error("visibility")} id="visibility" down>
      {visibilities.map((value) => (
        <Radio
          key={value}
          name="visibility"
          value={value}
          defaultChecked={chosen === value}
          label={words[value]}
        />
      ))}
    </Choices>
  );
}

/** When a mentor whose places are taken expects a free one. */
export function FreeFromField({ form, freeFrom }: { form: FormState; freeFrom: string | null }) {
  return (
    <TextField
      type="date"
      name="freeFrom"
      label="If you are full: a place comes free about"
      optional
      hint="Whoever thinks of waiting for you is told this day while all your places are taken. Leave it empty when you can’t say."
      defaultValue={form.text("freeFrom", freeFrom ?? "")}
      error={form.error("freeFrom")}
    />
  );
}

/** When a mentor takes people again. */
export function PauseField({ form, pausedUntil }: { form: FormState; pausedUntil: string | null }) {
  return (
    <TextField
      type="date"
      name="pausedUntil"
      label="Take nobody new until"
      optional
      hint="Until that day search leaves you out and nobody can ask you. Your mentorships go on. Empty it to come back."
      defaultValue={form.text("pausedUntil", pausedUntil ?? "")}
      error={form.error("pausedUntil")}
    />
  );
}
