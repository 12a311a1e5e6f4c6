/** What a file is, by the end of its name; the name itself stands beside it. */
export function FileKind({ name }: { name: string }) {
  const ending = name.includes(".") ? name.split(".").at(-1) : "";
  return (
    <span className="kind" aria-hidden="true">
      {ending?.slice(0, 4).toUpperCase()}
    </span>
  );
}
