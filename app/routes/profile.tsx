import { data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { ErrorSummary } from "#app/components/forms/error-summary.tsx";
import { useForm } from "#app/components/forms/use-form.ts";
import { Page, PageHead } from "#app/components/layout/page.tsx";
import { ThemeForm } from "#app/components/layout/theme-form.tsx";
import { SkillsSection } from "#app/components/profile/skills-section.tsx";
import { PlaceFields, StandingFields } from "#app/components/profile/standing-fields.tsx";
import { TimesFields } from "#app/components/profile/times-fields.tsx";
import { FreeFromField, PauseField, VisibilityFields } from "#app/components/profile/visibility-fields.tsx";
import { Actions } from "#app/components/ui/actions.tsx";
import { Button, ButtonLink } from "#app/components/ui/button.tsx";
import { Notice } from "#app/components/ui/notice.tsx";
import { fieldsOf, formAction, textOf } from "#app/form-action.server.ts";
import { profileChoices } from "#app/profile/choices.server.ts";
import { readProfile } from "#app/profile/read-profile-form.server.ts";
import { settleSkills } from "#app/profile/settle-skills.server.ts";
import { titled } from "#app/titles.ts";
import { loadOwnProfile } from "#domain/profiles/load-own-profile.ts";
import { saveProfile } from "#domain/profiles/save-profile.ts";

export const meta: MetaFunction = () => titled("Your profile");

export async function loader({ context, request }: LoaderFunctionArgs) {
  const saved = new URL(request.url).searchParams.has("saved");
  return { profile: await loadOwnProfile(context.ctx), choices: profileChoices(), saved };
}

export const action = formAction(async ({ context }, form) => {
  const settled = await settleSkills(context.ctx, fieldsOf(form), textOf(form, "intent"));
  if (settled.edited) return data({ values: settled.values, choose: settled.choose });
  await saveProfile(context.ctx, readProfile(settled.values));
  return redirect("/profile?saved");
});

export default function OwnProfilePage() {
  const { profile, saved } = useLoaderData<typeof loader>();
  return (
    <>
      {saved && <Notice>Saved. In a moment people find you by it.</Notice>}
      <Page
        head={
          <PageHead title="Your profile">
            {profile.name}, {profile.email}
          </PageHead>
        }
        className="two pb-16"
      >
        {/* A new version is a new form. */}
        <ProfileForm key={profile.version} />
        <Aside />
      </Page>
    </>
  );
}

function ProfileForm() {
  const { profile, choices } = useLoaderData<typeof loader>();
  const form = useForm();
  return (
    <Form method="post" className="form" noValidate>
      <input type="hidden" name="version" value={profile.version} />
      {form.problem && (
        <div className="pt-8">
          <ErrorSummary problem={form.problem} />
        </div>
      )}
      <Section title="Where you stand">
        <StandingFields form={form} profile={profile} />
        <PlaceFields form={form} profile={profile} choices={choices} />
      </Section>
      <Section title="What you seek and offer">
        <SkillsSection form={form} profile={profile} mentor mentee />
      </Section>
      <Section title="When you are free">
        <TimesFields form={form} availability={profile.availability} />
      </Section>
      <Section title="Who may see you">
        <VisibilityFields form={form} visibility={profile.visibility} />
        {profile.isMentor && (
          <>
            <PauseField form={form} pausedUntil={profile.pausedUntil} />
            <FreeFromField form={form} freeFrom={profile.freeFrom} />
          </>
        )}
      </Section>
      <Actions>
        <Button pending={form.pending} pendingWords="Saving">
          Save my profile
        </Button>
      </Actions>
    </Form>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="section">
      <h2>{title}</h2>
      <div className="form pt-2">{children}</div>
    </section>
  );
}

function Aside() {
  const { profile } = useLoaderData<typeof loader>();
  return (
    <aside className="aside" aria-label="Your account">
      {profile.isMentor && (
        <section>
          <h2>As others see you</h2>
          <ButtonLink look="quiet" to={`/mentors/${profile.userId}`}>
            Look at your page
          </ButtonLink>
        </section>
      )}
      <section>
        <h2>Your people</h2>
        <ButtonLink look="quiet" to="/connections">
          Connections
        </ButtonLink>{" "}
        <ButtonLink look="quiet" to="/saved">
          Saved
        </ButtonLink>{" "}
        <ButtonLink look="quiet" to="/blocked">
          Blocked
        </ButtonLink>
      </section>
      <section>
        <h2>How ATAS looks</h2>
        <ThemeForm />
      </section>
      <section>
        <h2>This device</h2>
        <Form method="post" action="/sign-out">
          <Button look="second">Sign out</Button>
        </Form>
      </section>
    </aside>
  );
}
