import { useNavigation } from "@remix-run/react";
import type { FormProblem, FormValues } from "#app/form-action.server.ts";
import { useAnswer } from "./use-answer.ts";

/** An answer that shows the form again as it stands: refused, or changed by a button that does not save. */
type FormAnswer = { values: FormValues } & Partial<Omit<FormProblem, "values">>;

/**
 * What a form shows after its action answered without a redirect, and whether it is on its way. Before that every value
 * is the one the page gives.
 * @param intent what the form's own field `intent` says, where the page has other forms with the same action
 */
export function useForm(intent?: string) {
  const answered = useAnswer<FormAnswer | undefined>();
  const isOwn = (said: unknown) => intent === undefined || said === intent;
  const answer = isOwn(answered?.values?.intent) ? answered : undefined;
  const navigation = useNavigation();
  const values = answer && "values" in answer ? answer.values : null;
  const problem = answer?.message ? { ...answer, message: answer.message } : null;
  return {
    problem,
    /** Everything as it was typed, or null on a fresh page. */
    values,
    /** What was typed into a field, else `otherwise`. */
    text(name: string, otherwise = ""): string {
      if (!values) return otherwise;
      const value = values[name];
      return (Array.isArray(value) ? value[0] : value) ?? "";
    },
    /** What was chosen in a list, else `otherwise`: after an answer an absent list is an empty one. */
    list(name: string, otherwise: string[] = []): string[] {
      if (!values) return otherwise;
      const value = values[name] ?? [];
      return Array.isArray(value) ? value : [value];
    },
    error: (name: string): string | undefined => problem?.fields?.[name],
    pending:
      navigation.state !== "idle" &&
      navigation.formMethod === "POST" &&
      isOwn(navigation.formData?.get("intent")),
  };
}
export type FormState = ReturnType<typeof useForm>;
