import { Form, useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { Button, type ButtonLook } from "../ui/button.tsx";
import type { RequestIntent } from "./request-act.ts";

export interface ActFormProps {
  id: string;
  intent: RequestIntent;
  /** The act and the person: "Accept Elif". */
  label: string;
  pendingWords: string;
  look?: ButtonLook;
  /** Fields above the button. */
  children?: ReactNode;
}

/** One act on one request, as a form of its own: it works without JavaScript. */
export function ActForm({ id, intent, label, pendingWords, look, children }: ActFormProps) {
  const { formData } = useNavigation();
  const pending = formData?.get("id") === id && formData.get("intent") === intent;
  return (
    <Form method="post" className={children ? "form" : undefined} noValidate>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="intent" value={intent} />
      {children}
      <div>
        <Button look={look} pending={pending} pendingWords={pendingWords}>
          {label}
        </Button>
      </div>
    </Form>
  );
}
