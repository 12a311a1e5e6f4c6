import { useActionData, useNavigation } from "@remix-run/react";
import type { FormProblem } from "#app/form-action.server.ts";

/**
 * What a form shows after its action refused, and whether it is on its way. Without a refusal every value is the one
 * the page gives.
 * @param isMine tells this form's refusals from those of others on the page, by what was typed
 */
export function useForm(isMine: (values: FormProblem["values"]) => boolean = () => true) {
  const answer = useActionData<FormProblem | undefined>();
  const navigation = useNavigation();
  const problem = answer && "fields" in answer && isMine(answer.values) ? answer : null;
  return {
    problem,
    /** What was typed into a field, else `otherwise`. */
    text(name: string, otherwise = ""): string {
      const value = problem?.values[name];
      if (Array.isArray(value)) return value[0] ?? "";
      return value ?? otherwise;
    },
    /** What was chosen in a list, else `otherwise`. After a refusal an absent list is an empty one. */
    list(name: string, otherwise: string[] = []): string[] {
      if (!problem) return otherwise;
      const value = problem.values[name] ?? [];
      return Array.isArray(value) ? value : [value];
    },
    error: (name: string) => problem?.fields[name],
    pending: navigation.state !== "idle" && navigation.formMethod === "POST",
  };
}
