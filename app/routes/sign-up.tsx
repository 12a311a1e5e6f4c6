import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form } from "@remix-run/react";
import { ErrorSummary } from "#app/components/forms/error-summary.tsx";
import { useForm } from "#app/components/forms/use-form.ts";
import { Page, PageHead } from "#app/components/layout/page.tsx";
import { Actions } from "#app/components/ui/actions.tsx";
import { Button, ButtonLink } from "#app/components/ui/button.tsx";
import { TextField } from "#app/components/ui/text-field.tsx";
import { formAction, textOf } from "#app/form-action.server.ts";
import { pageHeaders } from "#app/page-headers.ts";
import { titled } from "#app/titles.ts";
import { signUp } from "#domain/accounts/sign-up.ts";

export const headers = pageHeaders;

export const meta: MetaFunction = () => titled("Make an account");

export function loader({ context }: LoaderFunctionArgs) {
  if (context.ctx.actor.kind === "user") throw redirect("/");
  return null;
}

export const action = formAction(async ({ context }, form) => {
  await signUp(context.ctx, {
    name: textOf(form, "name"),
    email: textOf(form, "email"),
    password: textOf(form, "password"),
  });
  return redirect("/check-your-mail");
});

const labels = { name: "Your name", email: "E-mail", password: "Password" };

export default function SignUp() {
  const { problem, text, error, pending } = useForm();
  const head = (
    <PageHead title="Let’s begin">
      Two minutes. You can look around without an account; you need one to ask somebody.
    </PageHead>
  );
  return (
    <Page bare head={head} className="pad">
      <Form method="post" className="form max-w-[26rem]" noValidate>
        <ErrorSummary problem={problem} labels={labels} />
        <TextField
          name="name"
          label="Your name"
          hint="As you would sign a letter. Any script, any length."
          autoComplete="name"
          required
          maxLength={100}
          defaultValue={text("name")}
          error={error("name")}
        />
        <TextField
          name="email"
          label="E-mail"
          hint="We send you one link, to see that the address is yours."
          type="email"
          autoComplete="email"
          required
          defaultValue={text("email")}
          error={error("email")}
        />
        <TextField
          name="password"
          label="Password"
          hint="Twelve characters or more. A sentence works well."
          type="password"
          autoComplete="new-password"
          required
          maxLength={128}
          error={error("password")}
        />
        <Actions>
          <Button pending={pending} pendingWords="Making it">
            Make my account
          </Button>
          <ButtonLink look="quiet" to="/sign-in">
            I have one
          </ButtonLink>
        </Actions>
      </Form>
    </Page>
  );
}
