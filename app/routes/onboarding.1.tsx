import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, useLoaderData } from "@remix-run/react";
import { ErrorSummary } from "#app/components/forms/error-summary.tsx";
import { useForm } from "#app/components/forms/use-form.ts";
import { OnboardingSteps } from "#app/components/profile/onboarding-steps.tsx";
import { PlaceFields, StandingFields } from "#app/components/profile/standing-fields.tsx";
import { Actions } from "#app/components/ui/actions.tsx";
import { Button } from "#app/components/ui/button.tsx";
import { fieldsOf, formAction } from "#app/form-action.server.ts";
import { profileChoices } from "#app/profile/choices.server.ts";
import { readStep } from "#app/profile/read-profile-form.server.ts";
import { titled } from "#app/titles.ts";
import { loadOwnProfile } from "#domain/profiles/load-own-profile.ts";
import { saveOnboardingStep } from "#domain/profiles/save-onboarding-step.ts";

export const meta: MetaFunction = () => titled("Step 1 of 3");

export async function loader({ context }: LoaderFunctionArgs) {
  return { profile: await loadOwnProfile(context.ctx), choices: profileChoices() };
}

export const action = formAction(async ({ context }, form) => {
  await saveOnboardingStep(context.ctx, readStep(fieldsOf(form), "standing"));
  return redirect("/onboarding/2");
});

export default function WhereYouStand() {
  const { profile, choices } = useLoaderData<typeof loader>();
  const form = useForm();
  return (
    <OnboardingSteps at={1} profile={profile} languages={[]}>
      <Form method="post" className="form pt-4" noValidate>
        <ErrorSummary problem={form.problem} />
        <StandingFields form={form} profile={profile} />
        <PlaceFields form={form} profile={profile} choices={choices} />
        <Actions>
          <Button pending={form.pending} pendingWords="Saving">
            Next: what you seek
          </Button>
        </Actions>
      </Form>
    </OnboardingSteps>
  );
}
