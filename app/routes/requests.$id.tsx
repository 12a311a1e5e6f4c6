import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import {
  Form,
  type ShouldRevalidateFunctionArgs,
  useLoaderData,
  useNavigation,
  useSearchParams,
} from "@remix-run/react";
import { DomainError } from "#domain/errors.ts";
import { loadRequest } from "#domain/mentorships/load-request.ts";
import type { RequestView } from "#domain/mentorships/schema.ts";
import { BlockForm } from "../components/connections/block-form.tsx";
import { ErrorSummary } from "../components/forms/error-summary.tsx";
import { useAnswer } from "../components/forms/use-answer.ts";
import { BackLink, Page } from "../components/layout/page.tsx";
import { firstName } from "../components/people/first-name.ts";
import { PersonBand } from "../components/people/person-band.tsx";
import { CloseMentorship } from "../components/requests/close-mentorship.tsx";
import { doneInWords, typedIn } from "../components/requests/request-act.ts";
import { RequestDetails } from "../components/requests/request-details.tsx";
import { ReviewSection } from "../components/requests/review-form.tsx";
import { WordsFields } from "../components/requests/words-form.tsx";
import { timeThere } from "../components/time/calendar.ts";
import { Button } from "../components/ui/button.tsx";
import { Notice } from "../components/ui/notice.tsx";
import { formAction } from "../form-action.server.ts";
import { useReader } from "../hooks/use-reader.ts";
import { actOnRequest } from "../requests/act-on-request.server.ts";
import { titled } from "../titles.ts";

export async function loader({ context: { ctx }, params }: LoaderFunctionArgs) {
  if (ctx.actor.kind !== "user") throw new DomainError("not_signed_in");
  return { request: await loadRequest(ctx, { id: params.id ?? "" }) };
}

export const action = formAction(async ({ context: { ctx }, params }, form) => {
  // the page's own request, whatever the form says
  form.set("id", params.id ?? "");
  const { id, intent } = await actOnRequest(ctx, form);
  return redirect(`/requests/${id}?done=${intent}`);
});

/** A conflict means that the page is older than the request: it is read again, and the refusal stands beside it. */
export const shouldRevalidate = ({ actionStatus, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) =>
  actionStatus === 409 || defaultShouldRevalidate;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titled(data ? `Request: ${data.request.other.name}` : "Not found");

export default function RequestPage() {
  const { request } = useLoaderData<typeof loader>();
  const failed = useAnswer<typeof action>();
  const reader = useReader();
  const [params] = useSearchParams();
  const { other, as, actions } = request;
  const done = failed ? null : doneInWords(params.get("done"), firstName(other.name));
  return (
    <Page
      className="pad-end"
      notice={done && <Notice>{done}</Notice>}
      head={
        <PersonBand
          back={<BackLink to={`/requests?as=${as}`}>All requests</BackLink>}
          name={other.name}
          title={titleOf(request)}
          facts={[timeThere(other.timeZone, reader.timeZone, reader.now)]}
        />
      }
    >
      <RequestDetails request={request} reader={reader} failed={failed ?? null} />
      {actions.includes("edit") && <ChangeWords request={request} />}
      <CloseMentorship request={request} />
      <ReviewSection request={request} failed={failed ?? null} />
      <BlockForm userId={other.userId} first={firstName(other.name)} />
    </Page>
  );
}

function titleOf({ state, as, other: { name } }: RequestView): string {
  if (state === "active" || state === "completed" || state === "ended") return `You and ${name}`;
  if (as === "mentee") return `Your request to ${name}`;
  return state === "pending" || state === "waiting" ? `${name} asks you` : `${name} asked you`;
}

function ChangeWords({ request }: { request: RequestView }) {
  const failed = useAnswer<typeof action>();
  const sending = useNavigation().formData?.get("intent") === "edit";
  const editing = failed?.values.intent === "edit" ? failed : null;
  const name = firstName(request.other.name);
  return (
    <section className="section" aria-labelledby="change">
      <h2 id="change">Change your words</h2>
      <Form method="post" className="form" noValidate>
        <ErrorSummary problem={editing} />
        <input type="hidden" name="id" value={request.id} />
        <input type="hidden" name="intent" value="edit" />
        <WordsFields
          key={request.updatedAt}
          name={name}
          message={editing ? typedIn(editing.values, "message") : request.message}
          goal={editing ? typedIn(editing.values, "goal") : request.goal}
          errors={editing?.fields ?? {}}
        />
        <div>
          <Button pending={sending}>Send the new words</Button>
        </div>
      </Form>
    </section>
  );
}
