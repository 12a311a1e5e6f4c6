import { data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, useLoaderData } from "@remix-run/react";
import { ErrorSummary } from "#app/components/forms/error-summary.tsx";
import { useForm } from "#app/components/forms/use-form.ts";
import { OnboardingSteps } from "#app/components/profile/onboarding-steps.tsx";
import { SkillsSection } from "#app/components/profile/skills-section.tsx";
import { Actions } from "#app/components/ui/actions.tsx";
import { Button } from "#app/components/ui/button.tsx";
import { fieldsOf, formAction, textOf } from "#app/form-action.server.ts";
import { languageName } from "#app/languages.server.ts";
import { skillsIn } from "#app/profile/draft.ts";
import { readStep } from "#app/profile/read-profile-form.server.ts";
import { settleSkills } from "#app/profile/settle-skills.server.ts";
import { titled } from "#app/titles.ts";
import { DomainError } from "#domain/errors.ts";
import { loadOwnProfile } from "#domain/profiles/load-own-profile.ts";
import { saveOnboardingStep } from "#domain/profiles/save-onboarding-step.ts";

export const meta: MetaFunction = () => titled("Step 2 of 3");

export async function loader({ context }: LoaderFunctionArgs) {
  const profile = await loadOwnProfile(context.ctx);
  return { profile, languages: profile.languages.map(languageName) };
}

export const action = formAction(async ({ context }, form) => {
  const settled = await settleSkills(context.ctx, fieldsOf(form), textOf(form, "intent"));
  if (settled.edited) return data({ values: settled.values, choose: settled.choose });
  const step = readStep(settled.values, "skills");
  if (settled.values.mentor === "yes" && skillsIn(settled.values, "offers").length === 0) {
    const message = "Name at least one skill that you can help with.";
    throw new DomainError("invalid_input", { message: "One thing is missing.", fields: { offers: message } });
  }
  await saveOnboardingStep(context.ctx, step);
  return redirect("/onboarding/3");
});

export default function WhatYouSeek() {
  const { profile, languages } = useLoaderData<typeof loader>();
  const form = useForm();
  return (
    <OnboardingSteps at={2} profile={profile} languages={languages}>
      <Form method="post" className="form pt-4" noValidate>
        <ErrorSummary problem={form.problem} />
        {profile.isMentor && <input type="hidden" name="mentor" value="yes" />}
        <SkillsSection form={form} profile={profile} mentor={profile.isMentor} mentee={profile.isMentee} />
        <Actions>
          <Button pending={form.pending} pendingWords="Saving">
            Next: when you are free
          </Button>
        </Actions>
      </Form>
    </OnboardingSteps>
  );
}
