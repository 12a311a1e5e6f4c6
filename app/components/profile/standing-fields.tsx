import type { OwnProfile } from "#domain/profiles/schema.ts";
import { profileLimits, seniorities } from "#domain/profiles/schema.ts";
import type { FormState } from "../forms/use-form.ts";
import { Checkbox, Choices } from "../ui/choice.tsx";
import { Select, TextArea, TextField } from "../ui/text-field.tsx";
import { LanguageFields } from "./language-fields.tsx";
import { TimeZoneField } from "./time-zone-field.tsx";

/** What the forms about a person offer to choose from; its lists come from the server. */
export interface Choosable {
  languages: { code: string; name: string }[];
  countries: { code: string; name: string }[];
  timeZones: string[];
}

export interface ProfileFieldsProps {
  form: FormState;
  profile: OwnProfile;
}

/** Mentee, mentor or both; who they are in one line and more. */
export function StandingFields({ form, profile }: ProfileFieldsProps) {
  const ticked = (name: "isMentee" | "isMentor") => (form.values ? form.text(name) === "yes" : profile[name]);
  return (
    <>
      <Choices
        legend="What brings you here?"
        hint="Both is fine."
        error={form.error("isMentee")}
        id="isMentee"
        down
      >
        <Checkbox
          name="isMentee"
          value="yes"
          defaultChecked={ticked("isMentee")}
          label="I look for somebody who helps me"
        />
        <Checkbox
          name="isMentor"
          value="yes"
          defaultChecked={ticked("isMentor")}
          label="I offer my help to others"
        />
      </Choices>
      <TextField
        name="headline"
        label="Who are you, in one line?"
        maxLength={profileLimits.headline}
        defaultValue={form.text("headline", profile.headline)}
        error={form.error("headline")}
      />
      <TextArea
        name="bio"
        label="A little more"
        optional
        hint="What you do, what you have seen, what you want to change. People who could meet you will read it."
        rows={5}
        maxLength={profileLimits.bio}
        defaultValue={form.text("bio", profile.bio)}
        error={form.error("bio")}
      />
      <TextArea
        name="goals"
        label="What would be different afterwards?"
        optional
        rows={2}
        maxLength={profileLimits.goals}
        defaultValue={form.text("goals", profile.goals)}
        error={form.error("goals")}
      />
    </>
  );
}

/** Where they are and how one can talk with them. */
export function PlaceFields({ form, profile, choices }: ProfileFieldsProps & { choices: Choosable }) {
  return (
    <>
      <LanguageFields
        chosen={form.list("languages", profile.languages)}
        languages={choices.languages}
        error={form.error("languages")}
      />
      <div className="row max-w-(--measure)">
        <TimeZoneField
          timeZones={choices.timeZones}
          defaultValue={form.text("timeZone", profile.timeZone)}
          // The account was made with UTC; the browser knows better, until the person has said so.
          detect={!profile.onboarded && form.values === null}
          error={form.error("timeZone")}
        />
        <Select
          name="country"
          label="Country"
          optional
          defaultValue={form.text("country", profile.country ?? "")}
          error={form.error("country")}
        >
          <option value="">Not said</option>
          {choices.countries.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </Select>
        <Select
          name="seniority"
          label="How far along are you?"
          optional
          defaultValue={form.text("seniority", profile.seniority ?? "")}
          error={form.error("seniority")}
        >
          <option value="">Not said</option>
          {seniorities.map((seniority) => (
            <option key={seniority} value={seniority}>
              {seniorityWords[seniority]}
            </option>
          ))}
        </Select>
      </div>
    </>
  );
}

const seniorityWords: Record<(typeof seniorities)[number], string> = {
  student: "Student",
  junior: "First years",
  mid: "Some years in",
  senior: "Many years in",
  lead: "I lead others",
  executive: "I lead an organisation",
  retired: "Retired",
};
