import clsx from "clsx";
import type { ReactNode, TdHTMLAttributes } from "react";

export interface TableProps {
  /** Said to screen readers. */
  caption: string;
  /** Column heads in order; `num` aligns figures to the end. */
  heads: { label: string; num?: boolean; hidden?: boolean }[];
  /** `<tr>`s of a `<th scope="row">` and `Cell`s. */
  children: ReactNode;
}

/** Hairlines between rows of 48 px; on a phone each row folds into pairs of head and data. */
export function Table({ caption, heads, children }: TableProps) {
  return (
    <table className="data-table fold">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {heads.map(({ label, num, hidden }) => (
            <th key={label} scope="col" className={clsx(num && "num")}>
              {hidden ? <span className="sr-only">{label}</span> : label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** A cell that knows its head, so that the folded row can say it. */
export function Cell({
  head,
  num,
  className,
  ...rest
}: TdHTMLAttributes<HTMLTableCellElement> & { head: string; num?: boolean }) {
  return <td data-th={head} className={clsx(num && "num", className)} {...rest} />;
}
