import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import {
  NothingSaved,
  SavedMentors,
  SavedSearches,
  UnwantedMentors,
} from "#app/components/connections/saved-lists.tsx";
import { useAnswer } from "#app/components/forms/use-answer.ts";
import { BackLink, Page, PageHead } from "#app/components/layout/page.tsx";
import { Section } from "#app/components/layout/section.tsx";
import { Problem } from "#app/components/requests/problem.tsx";
import { ButtonLink } from "#app/components/ui/button.tsx";
import { Notice } from "#app/components/ui/notice.tsx";
import { formAction, safePath, textOf } from "#app/form-action.server.ts";
import { actOnSaved } from "#app/saved/act-on-saved.server.ts";
import { titled } from "#app/titles.ts";
import { loadSaved } from "#domain/saved-searches/load-saved.ts";

export const loader = ({ context: { ctx } }: LoaderFunctionArgs) => loadSaved(ctx);

/** From here, a mentor's page, or the results of a search, which one comes back to. */
export const action = formAction(async ({ context: { ctx } }, form) => {
  const done = await actOnSaved(ctx, form);
  const of = new URLSearchParams({ done, ...(form.has("address") && { address: textOf(form, "address") }) });
  return redirect(safePath(textOf(form, "back"), `/saved?${of}`));
});

export const meta: MetaFunction = () => titled("Saved");

export default function Saved() {
  const { saved, notInterested, searches } = useLoaderData<typeof loader>();
  const failed = useAnswer<typeof action>();
  return (
    <Page
      className="pad-end"
      notice={<Done />}
      head={
        <PageHead title="Saved" back={<BackLink to="/profile">Your profile</BackLink>}>
          Mentors and searches that you keep. Nobody else sees them.
        </PageHead>
      }
    >
      {failed && <Problem failed={failed} />}
      {saved.length + searches.length + notInterested.length === 0 && <NothingSaved />}
      {saved.length > 0 && (
        <Section id="mentors" title="Mentors">
          <SavedMentors mentors={saved} />
        </Section>
      )}
      {searches.length > 0 && (
        <Section id="searches" title="Searches">
          <SavedSearches searches={searches} />
        </Section>
      )}
      {notInterested.length > 0 && (
        <Section id="unwanted" title="Not for you">
          <UnwantedMentors mentors={notInterested} />
        </Section>
      )}
    </Page>
  );
}

const words: Record<string, string> = {
  watch: "Kept. You hear as soon as somebody new fits.",
  keep: "Kept. You find this search here.",
  unwatch: "You do not hear of new people by it any more.",
  forget: "Deleted.",
  unmark: "Taken back.",
};

/** What the last act did, said once, with the way back to the results it came from. */
function Done() {
  const [params] = useSearchParams();
  const said = words[params.get("done") ?? ""];
  const address = params.get("address");
  if (!said) return null;
  return (
    <Notice
      action={
        address && (
          <ButtonLink look="strong" to={`/mentors?${new URLSearchParams(address)}`}>
            Back to the results
          </ButtonLink>
        )
      }
    >
      {said}
    </Notice>
  );
}
