import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { PersonRow } from "#app/components/connections/person-row.tsx";
import { useAnswer } from "#app/components/forms/use-answer.ts";
import { BackLink, Page, PageHead } from "#app/components/layout/page.tsx";
import { firstName } from "#app/components/people/first-name.ts";
import { Problem } from "#app/components/requests/problem.tsx";
import { shortDay } from "#app/components/time/calendar.ts";
import { Button } from "#app/components/ui/button.tsx";
import { Notice } from "#app/components/ui/notice.tsx";
import { fieldsOf, formAction } from "#app/form-action.server.ts";
import { useReader } from "#app/hooks/use-reader.ts";
import { titled } from "#app/titles.ts";
import { blockPerson } from "#domain/blocks/block-person.ts";
import { listBlocked } from "#domain/blocks/list-blocked.ts";
import type { BlockedPerson } from "#domain/blocks/schema.ts";
import { unblockPerson } from "#domain/blocks/unblock-person.ts";
import { parseInput } from "#domain/parse-input.ts";

const actSchema = z.object({ intent: z.enum(["block", "unblock"]), userId: z.string() });

export const loader = async ({ context: { ctx } }: LoaderFunctionArgs) => ({
  blocked: await listBlocked(ctx),
});

/** From here or from a person's page, which is not there for the two any more. */
export const action = formAction(async ({ context: { ctx } }, form) => {
  const { intent, userId } = parseInput(actSchema, fieldsOf(form));
  await (intent === "block" ? blockPerson : unblockPerson)(ctx, { userId });
  return redirect(`/blocked?done=${intent}`);
});

export const meta: MetaFunction = () => titled("Blocked");

export default function Blocked() {
  const { blocked } = useLoaderData<typeof loader>();
  const failed = useAnswer<typeof action>();
  return (
    <Page
      className="pad-end"
      notice={<Done />}
      head={
        <PageHead title="Blocked" back={<BackLink to="/profile">Your profile</BackLink>}>
          You and these people do not find or see each other. They are not told.
        </PageHead>
      }
    >
      {failed && <Problem failed={failed} />}
      {blocked.length === 0 ? (
        <p className="lead pt-8">
          You have blocked nobody. You can do it on a person’s page or on a request.
        </p>
      ) : (
        <ul className="rows" aria-label="Blocked people">
          {blocked.map((person) => (
            <Row key={person.userId} person={person} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function Row({ person: { userId, name, since } }: { person: BlockedPerson }) {
  const { timeZone, now } = useReader();
  const pending = useNavigation().formData?.get("userId") === userId;
  return (
    <PersonRow heading="h2" name={name} headline="" note={`Since ${shortDay(since, timeZone, now)}`}>
      <Form method="post" preventScrollReset>
        <input type="hidden" name="intent" value="unblock" />
        <input type="hidden" name="userId" value={userId} />
        <Button look="second" pending={pending} pendingWords="Unblocking">
          Unblock {firstName(name)}
        </Button>
      </Form>
    </PersonRow>
  );
}

const words: Record<string, string> = {
  block: "Blocked. You do not find or see each other any more.",
  unblock: "Unblocked. What ended with the block stays ended.",
};

/** What the last act did, said once. */
function Done() {
  const said = words[useSearchParams()[0].get("done") ?? ""];
  return said ? <Notice>{said}</Notice> : null;
}
