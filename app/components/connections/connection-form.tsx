import { Form, useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { Button, type ButtonLook } from "../ui/button.tsx";
import type { ConnectionIntent } from "./connection-act.ts";

export interface ConnectionFormProps {
  intent: ConnectionIntent;
  /** The other person. */
  userId: string;
  /** Of the connection or invitation; an invitation to come has none. */
  connectionId?: string;
  /** The page to come back to, where it is not the list of connections. */
  back?: string;
  look?: ButtonLook;
  pendingWords: string;
  children: ReactNode;
}

/** One act on one connection, as a form of its own: it works without JavaScript. */
export function ConnectionForm({
  intent,
  userId,
  connectionId,
  back,
  look,
  pendingWords,
  children,
}: ConnectionFormProps) {
  const { formData } = useNavigation();
  const pending = formData?.get("userId") === userId && formData.get("intent") === intent;
  return (
    <Form method="post" action="/connections" preventScrollReset>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="userId" value={userId} />
      {connectionId && <input type="hidden" name="id" value={connectionId} />}
      {back && <input type="hidden" name="back" value={back} />}
      <Button look={look} pending={pending} pendingWords={pendingWords}>
        {children}
      </Button>
    </Form>
  );
}
