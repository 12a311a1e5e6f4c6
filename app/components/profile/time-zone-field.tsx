import { useEffect, useRef } from "react";
import { placeOf } from "../time/clock.ts";
import { Select } from "../ui/text-field.tsx";

export interface TimeZoneFieldProps {
  /** IANA names that hold a slash. */
  timeZones: string[];
  defaultValue: string;
  /** Let the browser's own zone be chosen at first. */
  detect: boolean;
  error?: string | undefined;
}

/** Every zone by region, the browser's own chosen at first; without JavaScript the person chooses. */
export function TimeZoneField({ timeZones, defaultValue, detect, error }: TimeZoneFieldProps) {
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!detect) return;
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const select = field.current?.querySelector("select");
    if (select && [...select.options].some(({ value }) => value === own)) select.value = own;
  }, [detect]);
  return (
    <div ref={field}>
      <Select name="timeZone" label="Your time zone" defaultValue={defaultValue} error={error}>
        {!timeZones.includes(defaultValue) && <option value={defaultValue}>{defaultValue}</option>}
        {byRegion(timeZones).map(([region, zones]) => (
          <optgroup key={region} label={region}>
            {zones.map((zone) => (
              <option key={zone} value={zone}>
                {placeOf(zone)}
              </option>
            ))}
          </optgroup>
        ))}
      </Select>
    </div>
  );
}

function byRegion(timeZones: string[]): [string, string[]][] {
  const regions = new Map<string, string[]>();
  for (const zone of timeZones) {
    const region = zone.slice(0, zone.indexOf("/"));
    regions.set(region, [...(regions.get(region) ?? []), zone]);
  }
  return [...regions].sort(([a], [b]) => a.localeCompare(b, "en"));
}
