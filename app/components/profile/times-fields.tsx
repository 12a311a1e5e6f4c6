import { useState } from "react";
import { clockOf, type TimeDraft, timesIn } from "#app/profile/draft.ts";
import type { AvailabilityRule } from "#domain/profiles/schema.ts";
import type { FormState } from "../forms/use-form.ts";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field.tsx";
import { Select, TextField } from "../ui/text-field.tsx";

const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const empty: TimeDraft = { weekday: "1", start: "", end: "" };

/** The usual week, one row a stretch. A row without times is left out, so that it works without JavaScript as well. */
export function TimesFields({ form, availability }: { form: FormState; availability: AvailabilityRule[] }) {
  const [rows, setRows] = useState(() => numbered(startRows(form, availability)));
  const add = () => setRows([...rows, { ...empty, key: Math.max(0, ...rows.map(({ key }) => key)) + 1 }]);
  const overlap = form.error("availability");
  return (
    <div id="availability" tabIndex={-1} className="grid gap-6">
      {rows.map((row, place) => (
        <TimeRow
          key={row.key}
          row={row}
          name={`availability.${place}`}
          form={form}
          onRemove={() => setRows(rows.filter(({ key }) => key !== row.key))}
        />
      ))}
      {overlap && <FieldError>{overlap}</FieldError>}
      <p className="noscript:hidden">
        <Button look="strong" type="button" onClick={add}>
          Add another time
        </Button>
      </p>
      <p className="hint hidden text-small text-soft noscript:block">
        Empty a row to take it away. There is room for more after saving.
      </p>
    </div>
  );
}

interface TimeRowProps {
  row: TimeDraft;
  name: string;
  form: FormState;
  onRemove: () => void;
}

function TimeRow({ row, name, form, onRemove }: TimeRowProps) {
  const day = days[Number(row.weekday) - 1] ?? "Time";
  const error = (field: string) => form.error(`${name}.${field}`);
  return (
    <fieldset id={name} tabIndex={-1}>
      <legend className="vh">{day}</legend>
      <div className="times">
        <Select name={`${name}.weekday`} label="Day" defaultValue={row.weekday} error={error("weekday")}>
          {days.map((words, index) => (
            <option key={words} value={index + 1}>
              {words}
            </option>
          ))}
        </Select>
        <TextField
          name={`${name}.startMinute`}
          label="From"
          type="time"
          defaultValue={row.start}
          error={error("startMinute")}
        />
        <TextField
          name={`${name}.endMinute`}
          label="To"
          type="time"
          defaultValue={row.end}
          error={error("endMinute")}
        />
        <Button look="quiet" type="button" onClick={onRemove} className="min-h-12! noscript:hidden">
          Remove<span className="vh"> {day}</span>
        </Button>
      </div>
      {form.error(name) && <FieldError>{form.error(name)}</FieldError>}
    </fieldset>
  );
}

function startRows(form: FormState, availability: AvailabilityRule[]): TimeDraft[] {
  const saved = form.values ? timesIn(form.values) : availability.map(toDraft);
  return saved.length < 2 ? [...saved, empty, empty].slice(0, 2) : [...saved, empty];
}

const toDraft = ({ weekday, startMinute, endMinute }: AvailabilityRule): TimeDraft => ({
  weekday: String(weekday),
  start: clockOf(startMinute),
  end: clockOf(endMinute),
});

const numbered = (rows: TimeDraft[]) => rows.map((row, key) => ({ ...row, key }));
