import { Link } from "@remix-run/react";

/** Why nobody writes here now. Whoever is blocked is not told by whom, nor that it is a block. */
export function Halt({ name, byYou }: { name: string; byYou: boolean }) {
  if (!byYou) return <>You and {name} can't write to each other now. What you wrote is kept here.</>;
  return (
    <>
      You have blocked {name}: neither of you can write here. What you wrote is kept.{" "}
      <Link to="/blocked">Whom you have blocked</Link>
    </>
  );
}
