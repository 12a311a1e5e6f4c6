import { errorTable } from "#domain/errors.ts";

export const loader = () => ({ t: errorTable.internal.title });

export default function Landing() {
  return <h1 className="text-head text-line">What do you need?</h1>;
}
