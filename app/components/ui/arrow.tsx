/** The arrow of "Ask Simone": decoration, the words beside it say the same. */
export function Arrow({ className }: { className?: string }) {
  return (
    <svg
      className={`h-4 w-[22px] flex-none fill-none stroke-current stroke-3 rtl:-scale-x-100 ${className ?? ""}`}
      viewBox="0 0 22 16"
      aria-hidden="true"
    >
      <path d="M0 8h19M12 1l7 7-7 7" />
    </svg>
  );
}

/** The cross beside something that can be taken away. */
export function Cross() {
  return (
    <svg
      className="size-3 flex-none fill-none stroke-current stroke-2"
      viewBox="0 0 12 12"
      aria-hidden="true"
    >
      <path d="M2 2l8 8M10 2l-8 8" />
    </svg>
  );
}
