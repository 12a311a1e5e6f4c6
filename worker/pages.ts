import { createRequestHandler, data, redirect, type ServerBuild } from "@remix-run/cloudflare";
import { toDomainError, toProblem } from "#domain/errors.ts";
import { errorHeaders } from "./problem.ts";

type Handler = NonNullable<ServerBuild["routes"][string]["module"]["loader"]>;

/**
 * The Remix handler. What a loader or action throws reaches the error boundary as a route error response whose
 * `status` and `data` are the problem details; a stranger is sent to sign in and comes back.
 */
export function makePageRenderer(build: ServerBuild) {
  return createRequestHandler({
    ...build,
    entry: { ...build.entry, module: { ...build.entry.module, handleError } },
    routes: Object.fromEntries(
      Object.entries(build.routes).map(([id, route]) => [id, { ...route, module: guarded(route.module) }]),
    ),
  });
}

/** What broke outside loaders and actions; Remix's own refusals (no such page, no such method) are no failures. */
const handleError: NonNullable<ServerBuild["entry"]["module"]["handleError"]> = (
  error,
  { context, request },
) => {
  if (!request.signal.aborted && error instanceof Error) context.onFailure(error);
};

type RouteModule = ServerBuild["routes"][string]["module"];

function guarded(module: RouteModule): RouteModule {
  return {
    ...module,
    ...(module.loader && { loader: withProblems(module.loader) }),
    ...(module.action && { action: withProblems(module.action) }),
  };
}

function withProblems(handler: Handler): Handler {
  return async (args) => {
    try {
      return await handler(args);
    } catch (thrown) {
      if (isAnswer(thrown)) throw thrown;
      const { ctx, onFailure } = args.context;
      onFailure(thrown);
      const known = toDomainError(thrown);
      if (known.code === "not_signed_in") throw redirect(signInPath(args.request));
      throw data(toProblem(known, ctx.requestId), { status: known.status, headers: errorHeaders(known) });
    }
  };
}

/** A redirect, a response, or `data(…)` that the route threw on purpose. */
const isAnswer = (thrown: unknown): boolean =>
  thrown instanceof Response ||
  (thrown instanceof Object && "type" in thrown && thrown.type === "DataWithResponseInit");

function signInPath(request: Request): string {
  const { pathname, search } = new URL(request.url);
  return `/sign-in?next=${encodeURIComponent(pathname + search)}`;
}
