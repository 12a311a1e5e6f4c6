import { useLocation } from "@remix-run/react";
import { Here, Line, OpenEnd, Stop } from "../line/line.tsx";
import { Actions } from "../ui/actions.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { Page, PageHead } from "./page.tsx";

/** The parts of problem details that a person reads. */
export interface PageProblem {
  status: number;
  /** What happened, in words for the person. */
  detail?: string;
  requestId?: string;
}

/** What stands in place of a page that could not be shown. Never a stack, never the words of an unknown error. */
export function ErrorPage({ problem }: { problem: PageProblem }) {
  return problem.status === 404 || problem.status === 405 ? <NotFound /> : <Failed {...problem} />;
}

function NotFound() {
  return (
    <Page head={<PageHead title={problemTitle(404)} />} className="pb-16">
      <Line className="py-8">
        <Here plain>
          There is no page at this address, or it is not for you to see. We do not say which, so that nobody’s
          privacy depends on guessing.
        </Here>
        <ul className="stops pt-8">
          <Stop>
            <ButtonLink look="strong" to="/mentors">
              Look for a person
            </ButtonLink>
          </Stop>
          <Stop>
            <ButtonLink look="strong" to="/conversations">
              Go to your conversations
            </ButtonLink>
          </Stop>
          <Stop>
            <ButtonLink look="quiet" to="/">
              Go home
            </ButtonLink>
          </Stop>
        </ul>
        <OpenEnd />
      </Line>
    </Page>
  );
}

/** What a page is called when it could not be shown. */
export function problemTitle(status: number): string {
  if (status === 404 || status === 405) return "This way ends here";
  return titles[status] ?? (status >= 500 ? "That did not work, and it is our fault" : "That did not work");
}

/** Titles by status; any other 4xx is said by its detail. */
const titles: Record<number, string> = {
  401: "You need to sign in for this",
  403: "This is not open to you",
  409: "Somebody was faster",
  410: "This link has run out",
  429: "A little too fast",
  503: "We can’t reach our data right now",
};

function Failed({ status, detail, requestId }: PageProblem) {
  const { pathname, search } = useLocation();
  const ours = status >= 500;
  const title = problemTitle(status);
  return (
    <Page head={<PageHead title={title} />} className="pad stack">
      <p className="lead">{detail ?? "Something broke on our side. Nothing of yours was lost."}</p>
      <Actions>
        {ours && (
          // A plain link to this same address loads the page anew, with JavaScript or without; an empty one leads home.
          <ButtonLink to={`${pathname}${search}`} reloadDocument>
            Try again
          </ButtonLink>
        )}
        <ButtonLink look={ours ? "quiet" : "filled"} to="/" reloadDocument>
          Go home
        </ButtonLink>
      </Actions>
      {requestId && (
        <p className="soft">
          If it goes on, tell us this number: <span className="code">{requestId}</span>
        </p>
      )}
    </Page>
  );
}
