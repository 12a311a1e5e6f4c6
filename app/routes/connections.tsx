import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { connectionDoneInWords } from "#app/components/connections/connection-act.ts";
import { Invitations, Invited, Known, Suggestions } from "#app/components/connections/connection-lists.tsx";
import { NobodyKnown } from "#app/components/connections/nobody-known.tsx";
import { useAnswer } from "#app/components/forms/use-answer.ts";
import { BackLink, Page, PageHead } from "#app/components/layout/page.tsx";
import { Section } from "#app/components/layout/section.tsx";
import { Notice } from "#app/components/ui/notice.tsx";
import { Pages } from "#app/components/ui/pages.tsx";
import { actOnConnection } from "#app/connections/act-on-connection.server.ts";
import { formAction, safePath, textOf } from "#app/form-action.server.ts";
import { titled } from "#app/titles.ts";
import { loadNetwork } from "#domain/connections/load-network.ts";
import { CONNECTIONS_PER_PAGE } from "#domain/connections/schema.ts";

export async function loader({ context: { ctx }, request }: LoaderFunctionArgs) {
  const asked = Number(new URL(request.url).searchParams.get("page"));
  const page = Number.isInteger(asked) && asked >= 1 && asked <= 1000 ? asked : 1;
  return { ...(await loadNetwork(ctx, { page })), perPage: CONNECTIONS_PER_PAGE };
}

/** From here or from a person's page, which one comes back to. */
export const action = formAction(async ({ context: { ctx } }, form) => {
  const intent = await actOnConnection(ctx, form);
  return redirect(safePath(textOf(form, "back"), `/connections?done=${intent}`));
});

export const meta: MetaFunction = () => titled("Connections");

export default function Connections() {
  const { connections, invitations, invited, suggestions, total } = useLoaderData<typeof loader>();
  const failed = useAnswer<typeof action>();
  const nobody = total + invitations.length + invited.length === 0;
  return (
    <Page
      className="pad-end"
      notice={<Done />}
      head={
        <PageHead title="Connections" back={<BackLink to="/profile">Your profile</BackLink>}>
          Whom you know here, and whom you may know.
        </PageHead>
      }
    >
      {nobody && <NobodyKnown suggested={suggestions.length > 0} />}
      {invitations.length > 0 && (
        <Section id="invitations" title="They wait for your answer">
          <Invitations people={invitations} failed={failed} />
        </Section>
      )}
      {total > 0 && (
        <Section id="known" title={total === 1 ? "You know one person" : `You know ${total} people`}>
          <Known people={connections} failed={failed} />
          <Paging />
        </Section>
      )}
      {invited.length > 0 && (
        <Section id="invited" title="You wait for their answer">
          <Invited people={invited} failed={failed} />
        </Section>
      )}
      {suggestions.length > 0 && (
        <Section id="suggestions" title="People you may know">
          <Suggestions people={suggestions} failed={failed} />
        </Section>
      )}
    </Page>
  );
}

function Paging() {
  const { page, pages, total, perPage } = useLoaderData<typeof loader>();
  return (
    <Pages
      {...{ page, pages, total, perPage }}
      words={{ back: "Newer", on: "Older" }}
      hrefOf={(to) => `/connections?page=${to}`}
    />
  );
}

/** What the last act did, said once on the page that it led to. */
function Done() {
  const words = connectionDoneInWords(useSearchParams()[0].get("done"));
  return words && <Notice>{words}</Notice>;
}
