/** The first thing the keyboard finds: past the navigation, to what the page is about. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="absolute start-4 top-0 z-30 flex min-h-11 -translate-y-[110%] items-center bg-ground px-4 text-ink focus:translate-y-2"
    >
      Skip to content
    </a>
  );
}
