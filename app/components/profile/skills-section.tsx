import type { OwnProfile } from "#domain/profiles/schema.ts";
import { profileLimits } from "#domain/profiles/schema.ts";
import type { FormState } from "../forms/use-form.ts";
import { TextField } from "../ui/text-field.tsx";
import { SkillFields } from "./skill-fields.tsx";

export interface SkillsSectionProps {
  form: FormState;
  profile: OwnProfile;
  /** Asks what they offer, and for how many people at once. */
  mentor: boolean;
  /** Asks what they seek. What is not asked is kept as it was. */
  mentee: boolean;
}

/** Skills sought and offered, and a mentor's places. */
export function SkillsSection({ form, profile, mentor, mentee }: SkillsSectionProps) {
  const seeks = profile.seeks.map(({ skill, name }) => ({ skill, name, level: "", years: "" }));
  const offers = profile.offers.map(({ skill, name, level, years }) => ({
    skill,
    name,
    level,
    years: String(years),
  }));
  return (
    <>
      {/* Without a script, Enter in a field presses the first button of a form: let it be one that only looks. */}
      <button type="submit" name="intent" value="" className="hidden" aria-hidden="true" tabIndex={-1} />
      {mentee ? (
        <SkillFields
          kind="seeks"
          label="Skills you want to grow"
          hint="Write it as you say it; we know many names for the same thing."
          form={form}
          saved={seeks}
        />
      ) : (
        <Kept kind="seeks" skills={seeks} />
      )}
      {mentor ? (
        <>
          <SkillFields
            kind="offers"
            label="Skills you can help with"
            hint="Say how well you know each, and for how long."
            form={form}
            saved={offers}
          />
          <TextField
            name="capacity"
            label="How many mentees at once?"
            hint="You can change it any time. Those who are there already stay."
            type="number"
            inputMode="numeric"
            min={0}
            max={profileLimits.capacity}
            className="max-w-32"
            defaultValue={form.text("capacity", String(profile.capacity || (profile.onboarded ? 0 : 1)))}
            error={form.error("capacity")}
          />
        </>
      ) : (
        <Kept kind="offers" skills={offers} />
      )}
    </>
  );
}

/** Skills that the form does not ask about, carried along unseen. */
function Kept({ kind, skills }: { kind: string; skills: Record<string, string>[] }) {
  return skills.flatMap((skill, place) =>
    Object.entries(skill).map(([field, value]) => (
      <input key={`${skill.skill}.${field}`} type="hidden" name={`${kind}.${place}.${field}`} value={value} />
    )),
  );
}
