import type { MetaFunction } from "@remix-run/cloudflare";
import { Page, PageHead } from "#app/components/layout/page.tsx";
import { Actions } from "#app/components/ui/actions.tsx";
import { ButtonLink } from "#app/components/ui/button.tsx";
import { titled } from "#app/titles.ts";

export const meta: MetaFunction = () => titled("Look into your mail");

export default function CheckYourMail() {
  return (
    <Page bare head={<PageHead title="Look into your mail" />} className="pad stack">
      <p className="lead">
        We sent you a link. It shows that the address is yours, signs you in, and is good for a day.
      </p>
      <p className="text soft">
        Nothing there after a minute? Look where your mail keeps what it distrusts. Signing in with the same
        address and password sends the link again.
      </p>
      <Actions>
        <ButtonLink look="second" to="/sign-in">
          Send it again by signing in
        </ButtonLink>
        <ButtonLink look="quiet" to="/mentors">
          Look around meanwhile
        </ButtonLink>
      </Actions>
    </Page>
  );
}
