import { useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { Device } from "#domain/push/schema.ts";
import { DeviceError, type DeviceState, readDeviceState, turnOff, turnOn } from "./this-device.ts";

/**
 * This browser's notifications, and how to turn them on and off.
 * @returns `state` is null until the browser has been asked
 */
export function useThisDevice(publicKey: string, devices: Device[]) {
  const { revalidate } = useRevalidator();
  const [state, setState] = useState<DeviceState | null>(null);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const own = devices.find(({ isThis }) => isThis);
  const known = own !== undefined;
  useEffect(() => {
    let isHere = true;
    void readDeviceState(known).then((read) => isHere && setState(read));
    return () => {
      isHere = false;
    };
  }, [known]);

  async function change(act: () => Promise<void>, done: boolean) {
    setPending(true);
    setProblem(null);
    try {
      await act();
      setState(await readDeviceState(done));
      revalidate();
    } catch (error) {
      setState(await readDeviceState(known));
      setProblem(error instanceof DeviceError ? error.message : "That did not work. Nothing has changed.");
    }
    setPending(false);
  }
  return {
    ...{ state, pending, problem },
    turnOn: () => change(() => turnOn(publicKey), true),
    turnOff: () => change(() => turnOff(own), false),
  };
}
