import { Form, useNavigation } from "@remix-run/react";
import { MAX_REPORT_REASON_LENGTH, type ReportView } from "#domain/reports/schema.ts";
import type { FormProblem } from "../../form-action.server.ts";
import { Button } from "../ui/button.tsx";
import { TextArea } from "../ui/text-field.tsx";

export const reportIntents = ["remove", "dismiss"] as const;
export type ReportIntent = (typeof reportIntents)[number];

export interface ReportActsProps {
  report: ReportView;
  failed: FormProblem | null;
}

/** The two decisions. Each unfolds before it is made: one can't be undone, the other takes a reason. */
export function ReportActs({ report, failed }: ReportActsProps) {
  const { formData } = useNavigation();
  const { id, messageId, context, author } = report;
  const isPending = (intent: ReportIntent) => formData?.get("id") === id && formData.get("intent") === intent;
  const isGone = context.some((message) => message.id === messageId && message.gone);
  const dismissing = failed?.values.intent === "dismiss" ? failed : null;
  const typed = dismissing?.values.reason;
  const whose = <span className="sr-only">, written by {author.name}</span>;
  return (
    <div className="answer">
      {!isGone && (
        <details className="unfold">
          <summary className="unfold-btn">Take the message out{whose}</summary>
          <Form method="post" className="form" preventScrollReset>
            <input type="hidden" name="id" value={id} />
            <input type="hidden" name="intent" value="remove" />
            <p className="text">
              Its words go for everybody there, and can’t be brought back. In its place stands that a
              moderator removed it. Every open report of it is settled.
            </p>
            <div>
              <Button look="halted" pending={isPending("remove")} pendingWords="Taking it out">
                Take it out{whose}
              </Button>
            </div>
          </Form>
        </details>
      )}
      <details className="unfold" open={dismissing !== null}>
        <summary className="unfold-btn">
          Dismiss<span className="sr-only"> the report about {author.name}</span>
        </summary>
        <Form method="post" className="form" noValidate preventScrollReset>
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="intent" value="dismiss" />
          <TextArea
            name="reason"
            id={`reason-${id}`}
            label="Why nothing is to be done"
            hint="Other moderators read it here."
            error={dismissing?.fields.reason}
            defaultValue={typeof typed === "string" ? typed : ""}
            maxLength={MAX_REPORT_REASON_LENGTH}
            rows={3}
          />
          <div>
            <Button look="second" pending={isPending("dismiss")} pendingWords="Dismissing">
              Dismiss the report<span className="sr-only"> about {author.name}</span>
            </Button>
          </div>
        </Form>
      </details>
    </div>
  );
}
