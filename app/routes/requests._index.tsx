import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { type ShouldRevalidateFunctionArgs, useLoaderData, useSearchParams } from "@remix-run/react";
import { DomainError } from "#domain/errors.ts";
import { listRequests } from "#domain/mentorships/list-requests.ts";
import type { RequestView } from "#domain/mentorships/schema.ts";
import { useAnswer } from "../components/forms/use-answer.ts";
import { Page, PageHead } from "../components/layout/page.tsx";
import { firstName } from "../components/people/first-name.ts";
import { numberInWords } from "../components/people/number-words.ts";
import { NoRequests } from "../components/requests/no-requests.tsx";
import { PlacesAside } from "../components/requests/places-aside.tsx";
import { doneInWords, failureOf } from "../components/requests/request-act.ts";
import { RequestRow } from "../components/requests/request-row.tsx";
import { ButtonLink } from "../components/ui/button.tsx";
import { Notice } from "../components/ui/notice.tsx";
import { TabLinks } from "../components/ui/tabs.tsx";
import { formAction } from "../form-action.server.ts";
import { useReader } from "../hooks/use-reader.ts";
import { actOnRequest } from "../requests/act-on-request.server.ts";
import { titled } from "../titles.ts";

export async function loader({ context: { ctx }, request }: LoaderFunctionArgs) {
  if (ctx.actor.kind !== "user") throw new DomainError("not_signed_in");
  const { roles } = ctx.actor;
  const both = roles.includes("mentor") && roles.includes("mentee");
  const asked = new URL(request.url).searchParams.get("as");
  const otherwise: Side = roles.includes("mentor") && !both ? "mentor" : "mentee";
  const as: Side = asked === "mentor" || asked === "mentee" ? asked : otherwise;
  return { as, both: both || as !== otherwise, ...(await listRequests(ctx, { as })) };
}

export const action = formAction(async ({ context: { ctx }, request }, form) => {
  const { id, intent } = await actOnRequest(ctx, form);
  const as = new URL(request.url).searchParams.get("as") === "mentor" ? "mentor" : "mentee";
  const side = intent === "accept" || intent === "decline" ? "mentor" : as;
  return redirect(`/requests?as=${side}&done=${intent}&of=${id}`);
});

/** A conflict means that the page is older than the request: it is read again, and the refusal stands beside it. */
export const shouldRevalidate = ({ actionStatus, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) =>
  actionStatus === 409 || defaultShouldRevalidate;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titled(data?.as === "mentor" ? "Requests to you" : "Requests");

type Side = "mentor" | "mentee";

const isOpen = ({ state }: RequestView) => state === "pending" || state === "waiting" || state === "active";

export default function Requests() {
  const { as, both, requests, places } = useLoaderData<typeof loader>();
  const open = requests.filter(isOpen);
  const finished = requests.filter((request) => !isOpen(request));
  return (
    <Page
      className={as === "mentor" && places ? "two pad-end" : "pad-end"}
      notice={<Done requests={requests} />}
      head={
        <>
          <PageHead title="Requests">
            {as === "mentor" ? mentorSentence(open) : "Whom you asked, and where each request stands."}
          </PageHead>
          {both && <Sides as={as} open={open.length} />}
        </>
      }
    >
      <div>
        {requests.length === 0 && <NoRequests as={as} />}
        <RequestList label="Open" requests={open} Heading="h2" />
        {finished.length > 0 && (
          <section className="section" aria-labelledby="finished">
            <h2 id="finished">Finished</h2>
            <RequestList label="Finished" requests={finished} Heading="h3" />
          </section>
        )}
      </div>
      {as === "mentor" && places && <PlacesAside places={places} />}
    </Page>
  );
}

function mentorSentence(open: RequestView[]): string {
  const pending = open.filter(({ state }) => state === "pending").length;
  if (pending === 0) return "Nobody waits for an answer of yours.";
  return `${numberInWords(pending)} ${pending === 1 ? "person waits" : "people wait"} for your answer.`;
}

function Sides({ as, open }: { as: Side; open: number }) {
  const tab = (side: Side, label: string) => ({
    to: `/requests?as=${side}`,
    label,
    current: as === side,
    ...(as === side && { count: open }),
  });
  return <TabLinks label="Requests" tabs={[tab("mentee", "You asked"), tab("mentor", "You were asked")]} />;
}

function RequestList({
  label,
  requests,
  Heading,
}: {
  label: string;
  requests: RequestView[];
  Heading: "h2" | "h3";
}) {
  const failed = useAnswer<typeof action>();
  const reader = useReader();
  if (requests.length === 0) return null;
  return (
    <ul className="rows" aria-label={label}>
      {requests.map((request) => (
        <RequestRow
          key={request.id}
          request={request}
          reader={reader}
          failed={failureOf(failed, request.id)}
          Heading={Heading}
        />
      ))}
    </ul>
  );
}

/** What the last act did, said once on the page that it led to. */
function Done({ requests }: { requests: RequestView[] }) {
  const [params] = useSearchParams();
  const about = requests.find(({ id }) => id === (params.get("of") ?? params.get("sent")));
  if (!about) return null;
  const name = firstName(about.other.name);
  const words = params.has("sent") ? sentInWords(about, name) : doneInWords(params.get("done"), name);
  const room = params.get("done") === "accept" ? about.roomId : null;
  if (!words) return null;
  return (
    <Notice
      action={
        room && (
          <ButtonLink look="strong" to={`/conversations/${room}#newest`}>
            Write to {name}
          </ButtonLink>
        )
      }
    >
      {words}
    </Notice>
  );
}

function sentInWords({ state }: RequestView, name: string): string {
  if (state === "waiting") return `You are in line for a place with ${name}, and hear when it is your turn.`;
  return `Your request is with ${name}.`;
}
