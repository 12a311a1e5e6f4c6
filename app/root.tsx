import overpassLatin from "@fontsource-variable/overpass/files/overpass-latin-wght-normal.woff2?url";
import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { ErrorPage, problemTitle } from "./components/layout/error-page.tsx";
import { Footer } from "./components/layout/footer.tsx";
import { RouteFocus } from "./components/layout/route-focus.tsx";
import { SkipLink } from "./components/layout/skip-link.tsx";
import { InboxProvider } from "./components/notifications/inbox-provider.tsx";
import { useNonce } from "./nonce.ts";
import { pageHeaders } from "./page-headers.ts";
import type { RootData } from "./root-data.ts";
import { loadRoot } from "./root-loader.server.ts";
import appCss from "./styles/app.css?url";
import { titled } from "./titles.ts";

export const loader = ({ context, request }: LoaderFunctionArgs): Promise<RootData> =>
  loadRoot(context.ctx, request);

export const links: LinksFunction = () => [
  { rel: "preload", href: overpassLatin, as: "font", type: "font/woff2", crossOrigin: "anonymous" },
  { rel: "stylesheet", href: appCss },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
  { rel: "icon", href: "/favicon-32.png", type: "image/png", sizes: "32x32" },
  { rel: "apple-touch-icon", href: "/apple-touch-icon.png" },
  { rel: "manifest", href: "/manifest.webmanifest" },
];

export const headers = pageHeaders;

export const meta: MetaFunction = ({ error }) =>
  error ? titled(problemTitle(isRouteErrorResponse(error) ? error.status : 500)) : [{ title: "ATAS" }];

/** The frame of every page, and of every error. */
export function Layout({ children }: { children: ReactNode }) {
  const root = useRouteLoaderData<RootData>("root");
  const nonce = useNonce();
  return (
    <html lang="en" dir="ltr" data-theme={root?.theme === "system" ? undefined : root?.theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#005639" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#115037" media="(prefers-color-scheme: dark)" />
        <meta property="og:site_name" content="ATAS" />
        <meta property="og:type" content="website" />
        {root && <meta property="og:image" content={`${root.appUrl}/social-preview.png`} />}
        <meta property="og:image:width" content="1200" />
        <meta property="og:image:height" content="630" />
        <meta
          property="og:image:alt"
          content="The question “What do you need?” over a line that leads from you to a person"
        />
        <meta name="twitter:card" content="summary_large_image" />
        <Meta />
        <Links />
      </head>
      <body>
        <SkipLink />
        {children}
        <Footer />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return (
    <InboxProvider>
      <RouteFocus />
      <Outlet />
    </InboxProvider>
  );
}

/** One boundary for every status; what a person reads is in components/layout/error-page.tsx. */
export function ErrorBoundary() {
  const error = useRouteError();
  return (
    <ErrorPage
      problem={
        isRouteErrorResponse(error) ? { status: error.status, ...detailsOf(error.data) } : { status: 500 }
      }
    />
  );
}

/** The details that the server gave, as far as they are what they should be. */
function detailsOf(data: unknown): { detail?: string; requestId?: string } {
  if (!(data instanceof Object)) return {};
  const text = (key: string) => {
    const value: unknown = Reflect.get(data, key);
    return typeof value === "string" ? value : undefined;
  };
  return { detail: text("detail"), requestId: text("requestId") };
}
