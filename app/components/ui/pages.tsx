import { Link } from "@remix-run/react";

export interface PagesProps {
  /** Counted from 1. */
  page: number;
  pages: number;
  /** For "21 to 40 of 300". */
  perPage: number;
  total: number;
  /** The address of another page. */
  hrefOf: (page: number) => string;
  /** "Newer"/"Older" for things in time; "Before"/"Next" for a ranking. */
  words?: { back: string; on: string };
}

/** Where one is in a long list, and the ways on. Nothing when one page holds it all. */
export function Pages({
  page,
  pages,
  perPage,
  total,
  hrefOf,
  words = { back: "Newer", on: "Older" },
}: PagesProps) {
  if (pages <= 1) return null;
  const from = (page - 1) * perPage + 1;
  const link = "inline-flex min-h-11 min-w-11 items-center";
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center gap-x-6 gap-y-2 py-4">
      {page > 1 && (
        <Link to={hrefOf(page - 1)} rel="prev" className={link}>
          {words.back}
        </Link>
      )}
      <span className="num text-soft">
        {from} to {Math.min(total, page * perPage)} of {total}
      </span>
      {page < pages && (
        <Link to={hrefOf(page + 1)} rel="next" className={link}>
          {words.on}
        </Link>
      )}
    </nav>
  );
}
