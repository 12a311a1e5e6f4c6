import { Form, Link } from "@remix-run/react";
import { useReader } from "#app/hooks/use-reader.ts";
import { Button } from "../ui/button.tsx";

/**
 * Keeps the search, and tells of somebody new who fits; signing in, where need be, comes back to it.
 * @param address the search as a query string
 */
export function WatchSearch({ address }: { address: string }) {
  const { user } = useReader();
  if (!user)
    return (
      <p className="pt-4">
        <Link to={`/sign-in?${new URLSearchParams({ next: `/mentors?${address}` })}`}>
          Sign in to hear of somebody new who fits
        </Link>
      </p>
    );
  return (
    <Form method="post" action="/saved" className="flex flex-wrap gap-x-6 gap-y-2 pt-4">
      <input type="hidden" name="address" value={address} />
      <Button look="strong" name="watch" value="1">
        Tell me when somebody new fits
      </Button>
    </Form>
  );
}
