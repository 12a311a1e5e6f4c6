import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, type ShouldRevalidateFunctionArgs, useLoaderData, useNavigation } from "@remix-run/react";
import { DomainError } from "#domain/errors.ts";
import { newId } from "#domain/ids.ts";
import { requestMentorship } from "#domain/mentorships/request-mentorship.ts";
import { loadMentorProfile } from "#domain/profiles/load-mentor-profile.ts";
import { ErrorSummary } from "../components/forms/error-summary.tsx";
import { useAnswer } from "../components/forms/use-answer.ts";
import { BackLink, Page } from "../components/layout/page.tsx";
import { lineInWords } from "../components/mentors/line-in-words.ts";
import { firstName } from "../components/people/first-name.ts";
import { PersonBand } from "../components/people/person-band.tsx";
import { NextSteps } from "../components/requests/next-steps.tsx";
import { OpenRequest } from "../components/requests/open-request.tsx";
import { typedIn } from "../components/requests/request-act.ts";
import { WordsFields } from "../components/requests/words-form.tsx";
import { timeThere } from "../components/time/calendar.ts";
import { Actions } from "../components/ui/actions.tsx";
import { Button, ButtonLink } from "../components/ui/button.tsx";
import { Hint } from "../components/ui/field.tsx";
import { formAction, textOf } from "../form-action.server.ts";
import { useReader } from "../hooks/use-reader.ts";
import { titled } from "../titles.ts";

export async function loader({ context: { ctx }, params, request }: LoaderFunctionArgs) {
  if (ctx.actor.kind !== "user") throw new DomainError("not_signed_in");
  const mentor = await loadMentorProfile(ctx, { userId: params.id ?? "" });
  const { userId, name, timeZone, headline, places, line, request: earlier } = mentor;
  // the need that led here, from the search
  const need = new URL(request.url).searchParams.get("q")?.slice(0, 2_000) ?? "";
  // made with the form, so that sending the form twice is one request
  const own = ctx.actor.id === userId;
  return {
    requestId: newId(),
    mentor: { userId, name, timeZone, headline, places, line },
    earlier,
    need,
    own,
  };
}

export const action = formAction(async ({ context: { ctx }, params }, form) => {
  const { id } = await requestMentorship(ctx, {
    id: textOf(form, "id"),
    mentorId: params.id ?? "",
    goal: textOf(form, "goal"),
    message: textOf(form, "message"),
    joinLine: form.get("joinLine") === "yes",
  });
  return redirect(`/requests?as=mentee&sent=${id}`);
});

/** A conflict tells of a place that is gone or a request that is there: both are the loader's to know. */
export const shouldRevalidate = ({ actionStatus, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) =>
  actionStatus === 409 || defaultShouldRevalidate;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titled(data ? `Ask ${data.mentor.name}` : "Not found");

export default function AskMentor() {
  const { mentor, earlier, own } = useLoaderData<typeof loader>();
  const reader = useReader();
  // a place may have gone while the form was open: the answer to that is the line
  const gone = useAnswer<typeof action>()?.code === "no_capacity";
  const full = gone || mentor.places.taken >= mentor.places.capacity;
  const name = firstName(mentor.name);
  const open = earlier && ["pending", "waiting", "active"].includes(earlier.state) ? earlier : null;
  return (
    <Page
      className="two"
      head={
        <PersonBand
          back={<BackLink to={`/mentors/${mentor.userId}`}>Back to {name}’s profile</BackLink>}
          name={mentor.name}
          title={`Ask ${mentor.name}`}
          facts={[timeThere(mentor.timeZone, reader.timeZone, reader.now)]}
        />
      }
    >
      {own ? (
        <p className="lead pt-8">This is you. Others ask you here.</p>
      ) : open ? (
        <OpenRequest name={name} request={open} />
      ) : (
        <AskForm full={full} />
      )}
      <NextSteps name={name} full={full} reader={reader} />
    </Page>
  );
}

function AskForm({ full }: { full: boolean }) {
  const { requestId, mentor, need } = useLoaderData<typeof loader>();
  const failed = useAnswer<typeof action>();
  const sending = useNavigation().formData !== undefined;
  const name = firstName(mentor.name);
  const values = failed?.values;
  return (
    <Form method="post" className="form pt-8" noValidate>
      <ErrorSummary problem={failed} />
      {full && failed?.code !== "no_capacity" && (
        <p className="text">
          <b>{name} has no free place now.</b> {lineInWords(mentor.line)}. You can take a place in line: your
          request goes out when one is free and you are next. Nobody can say when that is.
        </p>
      )}
      <input type="hidden" name="id" value={typedIn(values, "id") || requestId} />
      {full && <input type="hidden" name="joinLine" value="yes" />}
      <WordsFields
        name={name}
        message={values ? typedIn(values, "message") : need}
        goal={typedIn(values, "goal")}
        messageHint={need ? `From your search. Change it as you like; ${name} reads this first.` : undefined}
        errors={failed?.fields ?? {}}
      />
      <Hint>{name} sees your name, your line and your time zone with it.</Hint>
      <Actions>
        <Button pending={sending} pendingWords="Sending">
          {full ? "Take a place in line" : `Send to ${name}`}
        </Button>
        <ButtonLink look="quiet" to={`/mentors/${mentor.userId}`}>
          Not now
        </ButtonLink>
      </Actions>
    </Form>
  );
}
