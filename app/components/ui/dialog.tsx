import clsx from "clsx";
import { type ReactNode, useEffect, useId, useRef } from "react";

export interface DialogProps {
  open: boolean;
  /** Escape, the back gesture, and whatever the children call. */
  onClose: () => void;
  /** A question: "End the mentorship with Bruno?" */
  title: ReactNode;
  /** From below on phones, for filters and threads. */
  sheet?: boolean;
  children: ReactNode;
}

/**
 * The native dialog, modal, focus kept inside by the browser. Only for what can't be undone; the button in it names the
 * act. A page that must work without JavaScript offers the same as a `<details>` or a page of its own.
 */
export function Dialog({ open, onClose, title, sheet, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog || dialog.open === open) return;
    if (open) dialog.showModal();
    else dialog.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={onClose}
      className={clsx(
        "w-full border-t-(length:--w) border-line bg-ground p-6 text-ink outline outline-rule",
        sheet ? "mx-auto mt-auto max-w-full tablet:m-auto tablet:max-w-96" : "m-auto max-w-[30rem]",
      )}
    >
      <h2 id={titleId} className="mb-2 text-name">
        {title}
      </h2>
      {children}
    </dialog>
  );
}
