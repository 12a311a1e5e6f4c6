import { Form, useNavigation } from "@remix-run/react";
import { Button } from "../ui/button.tsx";

/** Blocks somebody, after saying what that means; it works without JavaScript. */
export function BlockForm({ userId, first }: { userId: string; first: string }) {
  const pending = useNavigation().formAction === "/blocked";
  return (
    <details className="unfold">
      <summary className="unfold-quiet">Block {first}</summary>
      <p className="text">
        You and {first} do not find or see each other any more, and {first} can’t ask you or write to you.
        What is between you now, such as a connection, a request or a mentorship, ends. We do not tell {first}{" "}
        that you did this.
      </p>
      <Form method="post" action="/blocked">
        <input type="hidden" name="intent" value="block" />
        <input type="hidden" name="userId" value={userId} />
        <Button look="halted" pending={pending} pendingWords="Blocking">
          Block {first}
        </Button>
      </Form>
    </details>
  );
}
