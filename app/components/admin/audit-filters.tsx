import { Form } from "@remix-run/react";
import { Actions } from "../ui/actions.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { knownActions } from "./action-words.ts";

export interface AuditFiltersProps {
  view: "changes" | "denials";
  values: { actorId: string; action: string; targetId: string; from: string; to: string };
  errors: Record<string, string>;
}

/** The filter is the address: a form that gets, so that a view can be kept and sent on. */
export function AuditFilters({ view, values, errors }: AuditFiltersProps) {
  return (
    <Form
      className="filters audit row pt-8"
      role="search"
      aria-label="Filter events"
      key={JSON.stringify(values)}
    >
      {view === "denials" && <input type="hidden" name="view" value="denials" />}
      <TextField
        name="actorId"
        label="Actor"
        hint="An id"
        defaultValue={values.actorId}
        error={errors.actorId}
      />
      <TextField
        name="action"
        label="Action"
        hint={view === "changes" ? "Like mentorship.accepted" : "Like read:audit:any"}
        list={view === "changes" ? "actions" : undefined}
        defaultValue={values.action}
        error={errors.action}
      />
      {view === "changes" && (
        <datalist id="actions">
          {knownActions.map((action) => (
            <option key={action} value={action} />
          ))}
        </datalist>
      )}
      <TextField
        name="targetId"
        label="Target"
        hint="An id"
        defaultValue={values.targetId}
        error={errors.targetId}
      />
      <div className="period">
        <TextField
          name="from"
          type="date"
          label="From"
          hint="UTC"
          defaultValue={values.from}
          error={errors.from}
        />
        <TextField
          name="to"
          type="date"
          label="To"
          hint="With that day"
          defaultValue={values.to}
          error={errors.to}
        />
      </div>
      <Actions>
        <Button>Show</Button>
        <ButtonLink look="quiet" to={view === "denials" ? "/admin/audit?view=denials" : "/admin/audit"}>
          Show all
        </ButtonLink>
      </Actions>
    </Form>
  );
}
