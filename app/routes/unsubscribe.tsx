import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useAnswer } from "#app/components/forms/use-answer.ts";
import { useForm } from "#app/components/forms/use-form.ts";
import { Page, PageHead } from "#app/components/layout/page.tsx";
import { topicWords } from "#app/components/notifications/preference-words.ts";
import { Actions } from "#app/components/ui/actions.tsx";
import { Button } from "#app/components/ui/button.tsx";
import { titled } from "#app/titles.ts";
import { readUnsubscribe } from "#domain/preferences/read-unsubscribe.ts";
import type { Topic } from "#domain/preferences/schema.ts";
import { unsubscribe } from "#domain/preferences/unsubscribe.ts";

const tokenOf = (request: Request) => ({ token: new URL(request.url).searchParams.get("token") ?? "" });

/** Nothing of the person goes out: whoever holds a letter may open its link. */
export async function loader({ context: { ctx }, request }: LoaderFunctionArgs) {
  const { from, on } = await readUnsubscribe(ctx, tokenOf(request));
  return { from, on };
}

/**
 * What mail programs post by themselves (RFC 8058) and what the page's button does, without a sign-in. The answer is a
 * page, not a redirect, which the one-click post would not follow.
 */
export async function action({ context: { ctx }, request }: ActionFunctionArgs) {
  const { from, on } = await unsubscribe(ctx, tokenOf(request));
  return { from, on };
}

export const meta: MetaFunction = () => [
  ...titled("Fewer letters"),
  { name: "referrer", content: "same-origin" },
  { name: "robots", content: "noindex" },
];

export default function Unsubscribe() {
  const loaded = useLoaderData<typeof loader>();
  const done = useAnswer<typeof action>();
  const { pending } = useForm();
  const { from, on } = done ?? loaded;
  const about = aboutWords(from);
  return (
    <Page
      bare
      head={<PageHead title={on ? "Fewer letters?" : "No more letters like this"} />}
      className="pad"
    >
      {on ? (
        <Form method="post" className="form">
          <p className="lead">We send you {about}. One press, and we stop.</p>
          <Actions>
            <Button pending={pending} pendingWords="Stopping">
              Stop these letters
            </Button>
          </Actions>
        </Form>
      ) : (
        <div role="status">
          <p className="lead">
            You get no more of {about}. Whenever you like,{" "}
            <Link to="/notifications/preferences">choose anew</Link> what you hear of.
          </p>
        </div>
      )}
    </Page>
  );
}

const aboutWords = (from: Topic | "digest"): string =>
  from === "digest" ? "the digest" : `letters about “${topicWords[from]}”`;
