import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";

export interface MenuProps {
  /** What a screen reader says of the button: "More about your message of 18:04". */
  label: string;
  /** What stands on the button. */
  children: ReactNode;
  /** Rows: buttons and links, 44 px each. */
  rows: ReactNode;
}

/** A few acts behind one button. Native `details`, closed by Escape, by a press elsewhere and by a choice. */
export function Menu({ label, children, rows }: MenuProps) {
  const ref = useRef<HTMLDetailsElement>(null);
  // a page may hold hundreds of menus, of which one is open
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open) return;
    const onPress = (event: PointerEvent) => {
      const details = ref.current;
      if (details?.open && !(event.target instanceof Node && details.contains(event.target)))
        details.open = false;
    };
    document.addEventListener("pointerdown", onPress);
    return () => document.removeEventListener("pointerdown", onPress);
  }, [open]);

  function close() {
    if (ref.current) ref.current.open = false;
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || !ref.current?.open) return;
    close();
    ref.current.querySelector("summary")?.focus();
  }

  /** Opens to the side where there is more room: a composer or a bar may stand below. */
  function onToggle() {
    const details = ref.current;
    setOpen(details?.open ?? false);
    if (!details?.open) return;
    const { top, bottom } = details.getBoundingClientRect();
    details.classList.toggle("up", top > window.innerHeight - bottom);
  }

  return (
    <details ref={ref} className="menu-box" onKeyDown={onKeyDown} onToggle={onToggle}>
      <summary aria-label={label}>{children}</summary>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the rows themselves answer to keys */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a choice in it closes it */}
      <div className="menu" onClick={close}>
        {open && rows}
      </div>
    </details>
  );
}
