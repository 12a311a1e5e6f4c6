import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, useLoaderData } from "@remix-run/react";
import { ErrorSummary } from "#app/components/forms/error-summary.tsx";
import { useForm } from "#app/components/forms/use-form.ts";
import { Page, PageHead } from "#app/components/layout/page.tsx";
import { Actions } from "#app/components/ui/actions.tsx";
import { Button, ButtonLink } from "#app/components/ui/button.tsx";
import { cookieHeaders } from "#app/cookies.server.ts";
import { formAction, textOf } from "#app/form-action.server.ts";
import { titled } from "#app/titles.ts";
import { verifyEmail } from "#domain/accounts/verify-email.ts";

export const meta: MetaFunction = () => [
  ...titled("Confirm your address"),
  { name: "referrer", content: "same-origin" },
];

export const loader = ({ request }: LoaderFunctionArgs) => ({
  token: new URL(request.url).searchParams.get("token") ?? "",
});

/** Mail programs open links to look at them, so opening confirms nothing; pressing does. */
export const action = formAction(async ({ context }, form) => {
  const { setCookie } = await verifyEmail(context.ctx, { token: textOf(form, "token") });
  if (setCookie.length === 0) return redirect("/sign-in");
  return redirect("/onboarding/1", { headers: cookieHeaders(setCookie) });
});

export default function VerifyEmail() {
  const { token } = useLoaderData<typeof loader>();
  const { problem, pending } = useForm();
  return (
    <Page bare head={<PageHead title="One press, and you are in" />} className="pad">
      <Form method="post" className="form">
        <ErrorSummary problem={problem && { message: problem.message }} />
        <input type="hidden" name="token" value={token} />
        <p className="lead">
          This shows that the address is yours. After it come three short steps about you.
        </p>
        <Actions>
          <Button pending={pending} pendingWords="Confirming">
            Confirm my address
          </Button>
          {problem && (
            <ButtonLink look="quiet" to="/sign-in">
              Sign in to get a new link
            </ButtonLink>
          )}
        </Actions>
      </Form>
    </Page>
  );
}
