import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, useLoaderData } from "@remix-run/react";
import { ErrorSummary } from "#app/components/forms/error-summary.tsx";
import { useForm } from "#app/components/forms/use-form.ts";
import { OnboardingSteps } from "#app/components/profile/onboarding-steps.tsx";
import { TimesFields } from "#app/components/profile/times-fields.tsx";
import { placeOf } from "#app/components/time/clock.ts";
import { Actions } from "#app/components/ui/actions.tsx";
import { Button } from "#app/components/ui/button.tsx";
import { fieldsOf, formAction } from "#app/form-action.server.ts";
import { languageName } from "#app/languages.server.ts";
import { readStep } from "#app/profile/read-profile-form.server.ts";
import { titled } from "#app/titles.ts";
import { loadOwnProfile } from "#domain/profiles/load-own-profile.ts";
import { saveOnboardingStep } from "#domain/profiles/save-onboarding-step.ts";

export const meta: MetaFunction = () => titled("Step 3 of 3");

export async function loader({ context }: LoaderFunctionArgs) {
  const profile = await loadOwnProfile(context.ctx);
  return { profile, languages: profile.languages.map(languageName) };
}

export const action = formAction(async ({ context }, form) => {
  await saveOnboardingStep(context.ctx, readStep(fieldsOf(form), "times"));
  return redirect("/");
});

export default function WhenYouAreFree() {
  const { profile, languages } = useLoaderData<typeof loader>();
  const form = useForm();
  return (
    <OnboardingSteps at={3} profile={profile} languages={languages}>
      <Form method="post" className="form pt-4" noValidate>
        <ErrorSummary problem={form.problem} />
        <p className="text">
          In a usual week, in your time ({placeOf(profile.timeZone)}). Two hours are enough to start.
        </p>
        <TimesFields form={form} availability={profile.availability} />
        <Actions>
          <Button pending={form.pending} pendingWords="Saving">
            {profile.isMentee ? "Done, show me people" : "Done"}
          </Button>
        </Actions>
      </Form>
    </OnboardingSteps>
  );
}
