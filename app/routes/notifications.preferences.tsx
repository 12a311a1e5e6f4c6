import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { ErrorSummary } from "#app/components/forms/error-summary.tsx";
import { useForm } from "#app/components/forms/use-form.ts";
import { Page, PageHead } from "#app/components/layout/page.tsx";
import { Devices } from "#app/components/notifications/devices.tsx";
import { PreferenceMatrix } from "#app/components/notifications/preference-matrix.tsx";
import { clockOf, digestWords } from "#app/components/notifications/preference-words.ts";
import { placeOf } from "#app/components/time/clock.ts";
import { Actions } from "#app/components/ui/actions.tsx";
import { Button } from "#app/components/ui/button.tsx";
import { Notice } from "#app/components/ui/notice.tsx";
import { Select, TextField } from "#app/components/ui/text-field.tsx";
import { fieldsOf, formAction, textOf } from "#app/form-action.server.ts";
import { readPreferences } from "#app/notifications/read-preferences.server.ts";
import { titled } from "#app/titles.ts";
import { loadOwnPreferences } from "#domain/preferences/load-own-preferences.ts";
import { loadPreferencesPage } from "#domain/preferences/load-preferences-page.ts";
import { savePreferences } from "#domain/preferences/save-preferences.ts";
import { digestPeriods } from "#domain/preferences/schema.ts";
import { unsubscribeDevice } from "#domain/push/unsubscribe-device.ts";

export async function loader({ context: { ctx }, request }: LoaderFunctionArgs) {
  const saved = new URL(request.url).searchParams.has("saved");
  return { ...(await loadPreferencesPage(ctx)), saved };
}

export const action = formAction(async ({ context: { ctx } }, form) => {
  if (textOf(form, "intent") === "remove-device") {
    await unsubscribeDevice(ctx, { id: textOf(form, "id") });
    return redirect("/notifications/preferences");
  }
  const loadChoices = async () => (await loadOwnPreferences(ctx)).choices;
  await savePreferences(ctx, await readPreferences(fieldsOf(form), loadChoices));
  return redirect("/notifications/preferences?saved");
});

export const meta: MetaFunction = () => titled("What you hear of");

export default function NotificationPreferences() {
  const { preferences, push, saved } = useLoaderData<typeof loader>();
  return (
    <Page
      notice={saved && <Notice>Saved.</Notice>}
      head={
        <PageHead title="What you hear of">
          And by which way. <Link to="/notifications">Back to your notifications</Link>
        </PageHead>
      }
      className="pb-16"
    >
      {/* A new version is a new form. */}
      <PreferencesForm key={preferences.version} />
      {push && <Devices {...push} />}
    </Page>
  );
}

function PreferencesForm() {
  const { preferences, timeZone, push } = useLoaderData<typeof loader>();
  const { version, choices, quiet, digest } = preferences;
  const form = useForm("save");
  return (
    <Form method="post" className="form wide" noValidate>
      <input type="hidden" name="intent" value="save" />
      <input type="hidden" name="version" value={version} />
      {form.problem && (
        <div className="pt-8">
          <ErrorSummary problem={form.problem} />
        </div>
      )}
      <section className="section">
        <h2>Notifications</h2>
        <PreferenceMatrix form={form} choices={choices} withPush={push !== null} />
      </section>
      <section className="section">
        <h2>Digest</h2>
        <Select
          name="digest"
          label="How often"
          hint="One letter with what you chose for it and have not seen here."
          defaultValue={form.text("digest", digest)}
        >
          {digestPeriods.map((period) => (
            <option key={period} value={period}>
              {digestWords[period]}
            </option>
          ))}
        </Select>
      </section>
      <section className="section">
        <h2>Quiet hours</h2>
        <p className="soft pb-4">
          {placeOf(timeZone)} time. {push ? "Letters and devices wait" : "Letters wait"} until they end;
          nothing is lost. Leave both empty for none.
        </p>
        <div className="row">
          <TextField
            name="quietFrom"
            type="time"
            label="Quiet from"
            error={form.error("quietFrom")}
            defaultValue={form.text("quietFrom", quiet ? clockOf(quiet.from) : "")}
          />
          <TextField
            name="quietUntil"
            type="time"
            label="Until"
            error={form.error("quietUntil")}
            defaultValue={form.text("quietUntil", quiet ? clockOf(quiet.until) : "")}
          />
        </div>
      </section>
      <Actions>
        <Button pending={form.pending} pendingWords="Saving">
          Save what I hear of
        </Button>
      </Actions>
    </Form>
  );
}
