import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, useLoaderData } from "@remix-run/react";
import { ErrorSummary } from "#app/components/forms/error-summary.tsx";
import { useForm } from "#app/components/forms/use-form.ts";
import { Page, PageHead } from "#app/components/layout/page.tsx";
import { Actions } from "#app/components/ui/actions.tsx";
import { Button, ButtonLink } from "#app/components/ui/button.tsx";
import { TextField } from "#app/components/ui/text-field.tsx";
import { formAction, textOf } from "#app/form-action.server.ts";
import { pageHeaders } from "#app/page-headers.ts";
import { titled } from "#app/titles.ts";
import { requestPasswordReset } from "#domain/accounts/request-password-reset.ts";

export const headers = pageHeaders;

export const meta: MetaFunction = () => titled("A new password");

export const loader = ({ request }: LoaderFunctionArgs) => ({
  sent: new URL(request.url).searchParams.has("sent"),
});

export const action = formAction(async ({ context }, form) => {
  await requestPasswordReset(context.ctx, { email: textOf(form, "email") });
  return redirect("/forgot-password?sent");
});

export default function ForgotPassword() {
  const { sent } = useLoaderData<typeof loader>();
  return (
    <Page bare head={<PageHead title={sent ? "Look into your mail" : "A new password"} />} className="pad">
      {sent ? <Sent /> : <AskForLink />}
    </Page>
  );
}

function Sent() {
  return (
    <div className="stack">
      <p className="lead">
        If there is an account with this address, a link to a new password is on its way. It works once and
        for an hour.
      </p>
      <ButtonLink look="quiet" to="/sign-in">
        Back to signing in
      </ButtonLink>
    </div>
  );
}

function AskForLink() {
  const { problem, text, error, pending } = useForm();
  return (
    <Form method="post" className="form max-w-[26rem]" noValidate>
      <ErrorSummary problem={problem} labels={{ email: "E-mail" }} />
      <TextField
        name="email"
        label="E-mail"
        hint="The one you signed up with. We send a link to it."
        type="email"
        autoComplete="username"
        required
        defaultValue={text("email")}
        error={error("email")}
      />
      <Actions>
        <Button pending={pending}>Send me a link</Button>
        <ButtonLink look="quiet" to="/sign-in">
          I remember it
        </ButtonLink>
      </Actions>
    </Form>
  );
}
