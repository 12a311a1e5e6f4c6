import { Form, useNavigation } from "@remix-run/react";
import type { DeviceState } from "#app/hooks/this-device.ts";
import { useReader } from "#app/hooks/use-reader.ts";
import { useThisDevice } from "#app/hooks/use-this-device.ts";
import type { Device } from "#domain/push/schema.ts";
import { useForm } from "../forms/use-form.ts";
import { shortDay } from "../time/calendar.ts";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field.tsx";

interface Props {
  publicKey: string;
  devices: Device[];
}

const stateWords: Record<DeviceState, string> = {
  unsupported:
    "This browser can’t show them. On an iPhone or iPad, add ATAS to the home screen and open it from there.",
  blocked:
    "Your browser blocks notifications of this site. Allow them in its settings for this site (often behind the sign beside the address), then load this page again.",
  off: "Off. This browser can show what you chose under “Device” even while ATAS is not open.",
  on: "On. This browser shows what you chose under “Device” while ATAS is not open.",
};

/** In place of those for "on". */
const failingWords =
  "On, but lately nothing that we sent to this browser was taken by its maker’s service. If it stays so we turn it off; turning it off and on again may mend it.";

/** Notifications of the browser in hand, and a way to remove each of the person's others. */
export function Devices({ publicKey, devices }: Props) {
  const others = devices.filter(({ isThis }) => !isThis);
  const { problem } = useForm("remove-device");
  return (
    <>
      <ThisDevice publicKey={publicKey} devices={devices} />
      {others.length > 0 && (
        <section className="section">
          <h2>Your other devices</h2>
          {problem && (
            <div role="alert" className="pb-2">
              <FieldError>{problem.message}</FieldError>
            </div>
          )}
          <ul className="rows max-w-(--measure)" aria-label="Your other devices">
            {others.map((device) => (
              <OtherDevice key={device.id} device={device} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function ThisDevice({ publicKey, devices }: Props) {
  const { state, pending, problem, turnOn, turnOff } = useThisDevice(publicKey, devices);
  const isFailing = state === "on" && devices.some(({ isThis, failing }) => isThis && failing);
  return (
    <section className="section">
      <h2>Notifications on this device</h2>
      <noscript>
        <p className="soft">To show them, this browser has to be allowed to run the page’s scripts.</p>
      </noscript>
      <p role="status" className="max-w-(--measure)">
        {isFailing ? failingWords : state && stateWords[state]}
      </p>
      {problem && (
        <div role="alert" className="pt-2">
          <FieldError>{problem}</FieldError>
        </div>
      )}
      {(state === "off" || state === "on") && (
        <div className="pt-4">
          <Button
            type="button"
            look="second"
            pending={pending}
            pendingWords={state === "off" ? "Turning on" : "Turning off"}
            onClick={state === "off" ? turnOn : turnOff}
          >
            {state === "off" ? "Turn on for this device" : "Turn off for this device"}
          </Button>
        </div>
      )}
    </section>
  );
}

function OtherDevice({ device: { id, label, signedOut, failing, createdAt } }: { device: Device }) {
  const { timeZone, now } = useReader();
  const pending = useNavigation().formData?.get("id") === id;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <div>
        <strong>{label}</strong>
        <p className="soft">
          Since {shortDay(createdAt, timeZone, now)}
          {signedOut && ". You are signed out there; it shows nothing until you sign in again"}
          {failing &&
            !signedOut &&
            ". Lately nothing that we sent there was taken; if it stays so we remove it"}
          .
        </p>
      </div>
      <Form method="post" preventScrollReset>
        <input type="hidden" name="intent" value="remove-device" />
        <input type="hidden" name="id" value={id} />
        <Button look="quiet" pending={pending} pendingWords="Removing">
          Remove {label}
        </Button>
      </Form>
    </li>
  );
}
