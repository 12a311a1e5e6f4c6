import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, useLoaderData } from "@remix-run/react";
import { ErrorSummary } from "#app/components/forms/error-summary.tsx";
import { useForm } from "#app/components/forms/use-form.ts";
import { BackLink, Page, PageHead } from "#app/components/layout/page.tsx";
import { Button } from "#app/components/ui/button.tsx";
import { TextArea } from "#app/components/ui/text-field.tsx";
import { formAction, textOf } from "#app/form-action.server.ts";
import { titled } from "#app/titles.ts";
import { loadReportable } from "#domain/reports/load-reportable.ts";
import { reportMessage } from "#domain/reports/report-message.ts";
import { MAX_REPORT_REASON_LENGTH } from "#domain/reports/schema.ts";

const addressed = ({ params, request }: Pick<LoaderFunctionArgs, "params" | "request">) => ({
  roomId: params.roomId ?? "",
  messageId: new URL(request.url).searchParams.get("message") ?? "",
});

export const loader = ({ context: { ctx }, ...args }: LoaderFunctionArgs) =>
  loadReportable(ctx, addressed(args));

export const action = formAction(async ({ context: { ctx }, ...args }, form) => {
  const address = addressed(args);
  await reportMessage(ctx, { ...address, reason: textOf(form, "reason") });
  return redirect(`/conversations/${address.roomId}/report?message=${address.messageId}`);
});

export const meta: MetaFunction = () => titled("Report a message");

export default function ReportPage() {
  const { roomId, authorName, excerpt, reported } = useLoaderData<typeof loader>();
  const form = useForm();
  return (
    <Page
      className="pad pad-end"
      head={
        <PageHead
          title="Report a message"
          back={<BackLink to={`/conversations/${roomId}`}>The conversation</BackLink>}
        >
          {reported ? (
            "You have reported it. A moderator looks at it and decides. You will hear of it."
          ) : (
            <>
              A moderator reads what you say, the message of <bdi>{authorName}</bdi>, and the two messages
              before and after it. Who reported it is not told to its author.
            </>
          )}
        </PageHead>
      }
    >
      <ErrorSummary problem={form.problem} />
      <p className="text said pt-8" dir="auto">
        <b>{authorName}:</b> {excerpt}
      </p>
      {!reported && (
        <Form method="post" className="form pt-8" noValidate>
          <TextArea
            name="reason"
            label="What is wrong with it?"
            defaultValue={form.text("reason")}
            error={form.error("reason")}
            maxLength={MAX_REPORT_REASON_LENGTH}
            rows={4}
          />
          <div>
            <Button pending={form.pending} pendingWords="Reporting">
              Report it
            </Button>
          </div>
        </Form>
      )}
    </Page>
  );
}
