import { Link } from "@remix-run/react";
import clsx from "clsx";
import type { ReactNode } from "react";
import { useReader } from "#app/hooks/use-reader.ts";
import { MainNav } from "./main-nav.tsx";

export interface PageProps {
  /** What stands in the band under the navigation: a `PageHead`, `PersonHead`, or a form. */
  head?: ReactNode;
  /** Words at the end of the top row where there is no navigation ("Sign in", "Later"). */
  aside?: ReactNode;
  /** No navigation even for the signed-in: onboarding. */
  bare?: boolean;
  /** Classes of `<main>`: `two`, `wide-aside`, `flip`, `pad` (see styles/frames.css). */
  className?: string;
  bandClassName?: string;
  /** Something is on its way. */
  busy?: boolean;
  /** One quiet row between the band and the page: a `Notice`. */
  notice?: ReactNode;
  children: ReactNode;
}

/** Every page: the band with the product's name and the five places, its head, and what it is about. */
export function Page({ head, aside, bare, className, bandClassName, busy, notice, children }: PageProps) {
  const { user, away } = useReader();
  return (
    <>
      <header className={clsx("band", bandClassName)}>
        <div className="wrap">
          <div className="top">
            <Link to="/" className="word">
              ATAS
            </Link>
            {!bare && user ? <MainNav /> : (aside ?? (!user && !bare && !away && <SignInLink />))}
          </div>
          {head}
        </div>
      </header>
      {notice}
      <main id="main" className={clsx("wrap", className)} aria-busy={busy || undefined} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

/** Title of a page and at most one sentence under it. */
export function PageHead({
  title,
  children,
  back,
}: {
  title: ReactNode;
  children?: ReactNode;
  back?: ReactNode;
}) {
  return (
    <div className="head">
      {back}
      <h1>{title}</h1>
      {children && <p>{children}</p>}
    </div>
  );
}

/** "Back to six results": the way one came, in the band. */
export function BackLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className="back">
      {children}
    </Link>
  );
}

function SignInLink() {
  return (
    <Link to="/sign-in" className="quiet inline-flex min-h-11 items-center">
      Sign in
    </Link>
  );
}
