import type { ReactNode } from "react";
import type { OwnProfile } from "#domain/profiles/schema.ts";
import { Page, PageHead } from "../layout/page.tsx";
import { Line, Stop } from "../line/line.tsx";
import { placeOf } from "../time/clock.ts";
import { ButtonLink } from "../ui/button.tsx";

const steps = [
  { title: "Where you stand", ahead: "Who you are, and what brings you here" },
  { title: "What you seek and offer", ahead: "Skills, in your own words" },
  { title: "When you are free", ahead: "So that we only show hours that work" },
] as const;

export interface OnboardingStepsProps {
  /** 1, 2 or 3. */
  at: number;
  profile: OwnProfile;
  /** Names of the profile's languages. */
  languages: string[];
  /** The form of the step. */
  children: ReactNode;
}

/** Three stops on the line: what is done folds to a sentence, the present one holds its form, the rest lies ahead. */
export function OnboardingSteps({ at, profile, languages, children }: OnboardingStepsProps) {
  const head = (
    <PageHead title="Three short steps">Step {at} of 3. Everything can be changed later.</PageHead>
  );
  const later = (
    <ButtonLink look="quiet" to="/">
      Later
    </ButtonLink>
  );
  return (
    <Page bare head={head} aside={later}>
      <Line as="ol" className="mb-16 pt-8">
        {steps.map(({ title, ahead }, index) => {
          const step = index + 1;
          if (step < at)
            return <Done key={title} step={step} title={title} words={said(step, profile, languages)} />;
          if (step > at) {
            return (
              <Stop key={title} kind="ahead">
                <h2>{title}</h2>
                <p className="soft">{ahead}</p>
              </Stop>
            );
          }
          return (
            <Stop key={title} kind="you" lastDone={step < steps.length}>
              <h2>{title}</h2>
              {children}
            </Stop>
          );
        })}
      </Line>
    </Page>
  );
}

function Done({ step, title, words }: { step: number; title: string; words: string }) {
  return (
    <Stop kind="done">
      <h2>{title}</h2>
      <p className="soft" dir="auto">
        {words}
      </p>
      <ButtonLink look="quiet" to={`/onboarding/${step}`}>
        <span>
          Change<span className="vh"> {title}</span>
        </span>
      </ButtonLink>
    </Stop>
  );
}

/** What a step holds, folded to a sentence. */
function said(step: number, profile: OwnProfile, languages: string[]): string {
  if (step === 1) {
    const place = [languages.join(" and "), placeOf(profile.timeZone)].filter(Boolean).join(", ");
    return [profile.headline, place]
      .filter(Boolean)
      .map((part) => `${part.replace(/\.$/, "")}.`)
      .join(" ");
  }
  const seeks = profile.seeks.map(({ name }) => name).join(", ");
  const offers = profile.offers.map(({ name }) => name).join(", ");
  const parts = [seeks && `You seek ${seeks}.`, offers && `You offer ${offers}.`].filter(Boolean);
  return parts.join(" ") || "Nothing said yet.";
}
