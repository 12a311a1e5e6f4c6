import { data, redirect, type ServerBuild } from "@remix-run/cloudflare";
import { expect, it } from "vitest";
import { DomainError, type ErrorCode, errorTable } from "#domain/errors.ts";
import { testContext } from "#testing/context.ts";
import { makePageRenderer } from "./pages.ts";

type Handler = ServerBuild["routes"][string]["module"]["loader"];

const future = {
  v3_fetcherPersist: true,
  v3_relativeSplatPath: true,
  v3_throwAbortReason: true,
  v3_routeConfig: false,
  v3_singleFetch: true,
  v3_lazyRouteDiscovery: true,
  unstable_optimizeDeps: false,
} as const;

const Nothing = () => null;

/** One page at `/page`; instead of HTML it answers with what its error boundary would get. */
function buildOf(handlers: { loader?: Handler; action?: Handler; render?: () => never }): ServerBuild {
  const route = {
    id: "page",
    path: "page",
    hasLoader: true,
    hasAction: true,
    hasErrorBoundary: true,
    module: "/page.js",
  };
  return {
    mode: "production",
    basename: "/",
    publicPath: "/",
    assetsBuildDirectory: "build/client",
    isSpaMode: false,
    future,
    assets: {
      version: "1",
      url: "/manifest.js",
      entry: { module: "/entry.js", imports: [] },
      routes: { page: { ...route, hasClientAction: false, hasClientLoader: false } },
    },
    entry: {
      module: {
        default: (_request, status, headers, { staticHandlerContext }) => {
          handlers.render?.();
          return new Response(JSON.stringify(staticHandlerContext.errors?.page ?? null), { status, headers });
        },
      },
    },
    routes: {
      page: {
        id: "page",
        path: "page",
        module: {
          default: Nothing,
          ErrorBoundary: Nothing,
          ...(handlers.loader && { loader: handlers.loader }),
          ...(handlers.action && { action: handlers.action }),
        },
      },
    },
  };
}

async function visit(
  handlers: Parameters<typeof buildOf>[0],
  init?: RequestInit,
  path = "/page?q=kubernetes",
) {
  const failures: unknown[] = [];
  const ctx = testContext({ requestId: "request-1" });
  const render = makePageRenderer(buildOf(handlers));
  const response = await render(new Request(`http://atas.test${path}`, init), {
    ctx,
    nonce: "n",
    onFailure: (error) => void failures.push(error),
  });
  return { response, failures, text: await response.text() };
}

const throwing = (thrown: unknown) => async () => {
  throw thrown;
};

const codes = (Object.keys(errorTable) as ErrorCode[]).filter((code) => code !== "not_signed_in");

it.each(codes)("hands %s to the error boundary as problem details, with its status", async (code) => {
  const error = new DomainError(code, { log: "secret detail", retryAfterSeconds: 7 });
  const { response, failures, text } = await visit({ loader: throwing(error) });
  expect(response.status).toBe(errorTable[code].status);
  expect(JSON.parse(text)).toMatchObject({
    status: errorTable[code].status,
    data: { code, detail: errorTable[code].title, requestId: "request-1" },
  });
  expect(text).not.toContain("secret detail");
  expect(failures).toEqual([error]);
});

it("does the same for an action", async () => {
  const { response, text } = await visit(
    { action: throwing(new DomainError("conflict")) },
    { method: "POST" },
  );
  expect(response.status).toBe(409);
  expect(JSON.parse(text)).toMatchObject({ data: { code: "conflict" } });
});

it("does the same when the page asks for its data alone", async () => {
  const { response, text } = await visit(
    { loader: throwing(new DomainError("not_found")) },
    {},
    "/page.data",
  );
  expect(response.headers.get("content-type")).toContain("text/x-script");
  expect(text).toContain("not_found");
});

it("sends a stranger to sign in, and back to where they were", async () => {
  const { response } = await visit({ loader: throwing(new DomainError("not_signed_in")) });
  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toBe(`/sign-in?next=${encodeURIComponent("/page?q=kubernetes")}`);
});

it("hides what nobody foresaw", async () => {
  const { response, failures, text } = await visit({ loader: throwing(new TypeError("secret of the code")) });
  expect(response.status).toBe(500);
  expect(text).not.toContain("secret of the code");
  expect(failures).toHaveLength(1);
});

it("leaves alone what a route answers on purpose", async () => {
  expect((await visit({ loader: throwing(redirect("/elsewhere")) })).response.headers.get("location")).toBe(
    "/elsewhere",
  );
  const { response, failures } = await visit({ loader: throwing(data("short and stout", { status: 418 })) });
  expect(response.status).toBe(418);
  expect(failures).toEqual([]);
});

it("lets a page be that has nothing to complain of", async () => {
  const { response, text } = await visit({ loader: async () => ({ fine: true }) });
  expect([response.status, text]).toEqual([200, "null"]);
});

it("is told of what breaks while a page is drawn, and not of a page that isn't there", async () => {
  const render = () => {
    throw new Error("broken component");
  };
  expect((await visit({ loader: async () => null, render })).failures.length).toBeGreaterThan(0);
  const absent = await visit({}, {}, "/nowhere");
  expect([absent.response.status, absent.failures]).toEqual([404, []]);
});
