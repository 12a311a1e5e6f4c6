import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, useLoaderData } from "@remix-run/react";
import { ErrorSummary } from "#app/components/forms/error-summary.tsx";
import { useForm } from "#app/components/forms/use-form.ts";
import { BackLink, Page, PageHead } from "#app/components/layout/page.tsx";
import { PeopleChoice } from "#app/components/room/people-choice.tsx";
import { Button } from "#app/components/ui/button.tsx";
import { TextField } from "#app/components/ui/text-field.tsx";
import { formAction, textOf } from "#app/form-action.server.ts";
import { titled } from "#app/titles.ts";
import { listAddable } from "#domain/groups/list-addable.ts";
import { makeGroup } from "#domain/groups/make-group.ts";
import { MAX_TITLE_LENGTH } from "#domain/groups/schema.ts";

export const loader = async ({ context: { ctx } }: LoaderFunctionArgs) => ({
  people: await listAddable(ctx),
});

export const action = formAction(async ({ context: { ctx } }, form) => {
  const memberIds = form.getAll("memberIds[]").map(String);
  const { roomId } = await makeGroup(ctx, { title: textOf(form, "title"), memberIds });
  return redirect(`/conversations/${roomId}`);
});

export const meta: MetaFunction = () => titled("A new circle");

export default function NewCircle() {
  const { people } = useLoaderData<typeof loader>();
  const form = useForm();
  return (
    <Page
      className="pad pad-end"
      head={
        <PageHead title="A new circle" back={<BackLink to="/conversations">All conversations</BackLink>}>
          A room for several people: what one asks, all can answer.
        </PageHead>
      }
    >
      {people.length === 0 ? (
        <p className="lead pt-8">
          A circle begins with people you are in a mentorship with, or know here. There is nobody yet.
        </p>
      ) : (
        <Form method="post" className="form">
          <ErrorSummary problem={form.problem} />
          <TextField
            name="title"
            label="Name of the circle"
            maxLength={MAX_TITLE_LENGTH}
            required
            defaultValue={form.text("title")}
            error={form.error("title")}
          />
          <PeopleChoice people={people} form={form} />
          <Button look="strong" pending={form.pending} pendingWords="Making it">
            Make the circle
          </Button>
        </Form>
      )}
    </Page>
  );
}
