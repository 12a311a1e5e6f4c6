import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, useLoaderData } from "@remix-run/react";
import { ErrorSummary } from "#app/components/forms/error-summary.tsx";
import { useForm } from "#app/components/forms/use-form.ts";
import { Page, PageHead } from "#app/components/layout/page.tsx";
import { Actions } from "#app/components/ui/actions.tsx";
import { Button, ButtonLink } from "#app/components/ui/button.tsx";
import { TextField } from "#app/components/ui/text-field.tsx";
import { formAction, textOf } from "#app/form-action.server.ts";
import { titled } from "#app/titles.ts";
import { resetPassword } from "#domain/accounts/reset-password.ts";

export const meta: MetaFunction = () => [
  ...titled("Choose a new password"),
  { name: "referrer", content: "same-origin" },
];

export const loader = ({ request }: LoaderFunctionArgs) => ({
  token: new URL(request.url).searchParams.get("token") ?? "",
});

export const action = formAction(async ({ context }, form) => {
  await resetPassword(context.ctx, { token: textOf(form, "token"), password: textOf(form, "password") });
  return redirect("/sign-in?new-password");
});

export default function ResetPassword() {
  const { token } = useLoaderData<typeof loader>();
  const { problem, error, pending } = useForm();
  return (
    <Page bare head={<PageHead title="Choose a new password" />} className="pad">
      <Form method="post" className="form max-w-[26rem]" noValidate>
        <ErrorSummary problem={problem} labels={{ password: "New password" }} />
        <input type="hidden" name="token" value={token} />
        <TextField
          name="password"
          label="New password"
          hint="Twelve characters or more. A sentence works well. Every device that is signed in is signed out."
          type="password"
          autoComplete="new-password"
          required
          maxLength={128}
          error={error("password")}
        />
        <Actions>
          <Button pending={pending} pendingWords="Setting it">
            Set it
          </Button>
          {problem?.code === "token_expired" && (
            <ButtonLink look="quiet" to="/forgot-password">
              Send me a new link
            </ButtonLink>
          )}
        </Actions>
      </Form>
    </Page>
  );
}
