import { Component, createRef, type ReactNode } from "react";

interface KeepPlaceProps {
  /** Keys of the first and the last row: when one changes, rows came or went away from the reader's eye. */
  first: string | undefined;
  last: string | undefined;
  /** Rows are elements of this class. */
  row: string;
  children: ReactNode;
}

/** The row under the reader's eye, and where it was. */
interface Place {
  row: Element;
  top: number;
}

/**
 * Keeps the row that is being read where it is while rows come and go above it. A class, since React measures before it
 * changes the page only there. Browsers do the same by `overflow-anchor`, but not all, and not at the top of a page.
 */
export class KeepPlace extends Component<KeepPlaceProps> {
  readonly #box = createRef<HTMLDivElement>();

  override getSnapshotBeforeUpdate(before: KeepPlaceProps): Place | null {
    const { first, last, row } = this.props;
    if (before.first === first && before.last === last) return null;
    // the first row may change its own height: it says who wrote it until another one stands before it
    const rows = [...(this.#box.current?.querySelectorAll(row) ?? [])].slice(1);
    const read = rows.find((one) => one.getBoundingClientRect().bottom > 0);
    return read ? { row: read, top: read.getBoundingClientRect().top } : null;
  }

  override componentDidUpdate(_before: KeepPlaceProps, _state: unknown, place: Place | null): void {
    if (!place?.row.isConnected) return;
    const moved = place.row.getBoundingClientRect().top - place.top;
    if (moved !== 0) window.scrollBy({ top: moved, behavior: "instant" });
  }

  override render(): ReactNode {
    return <div ref={this.#box}>{this.props.children}</div>;
  }
}
