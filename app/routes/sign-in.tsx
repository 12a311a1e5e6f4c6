import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { ErrorSummary } from "#app/components/forms/error-summary.tsx";
import { useForm } from "#app/components/forms/use-form.ts";
import { Page, PageHead } from "#app/components/layout/page.tsx";
import { Actions } from "#app/components/ui/actions.tsx";
import { Button, ButtonLink } from "#app/components/ui/button.tsx";
import { Notice } from "#app/components/ui/notice.tsx";
import { TextField } from "#app/components/ui/text-field.tsx";
import { cookieHeaders } from "#app/cookies.server.ts";
import { formAction, safePath, textOf } from "#app/form-action.server.ts";
import { pageHeaders } from "#app/page-headers.ts";
import { titled } from "#app/titles.ts";
import { signIn } from "#domain/accounts/sign-in.ts";

export const headers = pageHeaders;

export const meta: MetaFunction = () => titled("Sign in");

export function loader({ context, request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const next = safePath(searchParams.get("next"));
  if (context.ctx.actor.kind === "user") throw redirect(next);
  return { next, newPassword: searchParams.has("new-password") };
}

export const action = formAction(async ({ context }, form) => {
  const input = { email: textOf(form, "email"), password: textOf(form, "password") };
  const { setCookie } = await signIn(context.ctx, input);
  return redirect(safePath(textOf(form, "next")), { headers: cookieHeaders(setCookie) });
});

export default function SignIn() {
  const { next, newPassword } = useLoaderData<typeof loader>();
  const { problem, text, error, pending } = useForm();
  // A wrong password belongs to its field; what is about the whole form stands on top.
  const wrong = problem?.code === "wrong_credentials" ? problem.message : undefined;
  const signUpPath = next === "/" ? "/sign-up" : `/sign-up?${new URLSearchParams({ next })}`;
  return (
    <>
      {newPassword && <Notice>Your new password is set. Sign in with it.</Notice>}
      <Page bare head={<PageHead title="Welcome back" />} className="pad">
        <Form method="post" className="form max-w-[26rem]" noValidate>
          <ErrorSummary problem={problem} />
          <input type="hidden" name="next" value={next} />
          <TextField
            name="email"
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            defaultValue={text("email")}
            error={error("email")}
          />
          <TextField
            name="password"
            label="Password"
            type="password"
            autoComplete="current-password"
            required
            error={error("password") ?? wrong}
          />
          <Actions>
            <Button pending={pending} pendingWords="Signing in">
              Sign in
            </Button>
            <ButtonLink look="quiet" to="/forgot-password">
              I forgot my password
            </ButtonLink>
          </Actions>
        </Form>
        <p className="section">
          New here?{" "}
          <Link to={signUpPath} className="inline-flex min-h-11 items-center">
            Make an account
          </Link>
        </p>
      </Page>
    </>
  );
}
