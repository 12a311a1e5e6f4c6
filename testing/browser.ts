import { existsSync } from "node:fs";
import sparticuz from "@sparticuz/chromium";

const installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Keeps Chromium off the network and usable as root and in small containers. */
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/**
 * How to start a real Chromium: the one that `CHROMIUM_PATH` names, an installed one, or on Linux x64 the one
 * inside the npm package `@sparticuz/chromium`, unpacked once into the temporary folder.
 */
export async function chromiumLaunchOptions(): Promise<{ executablePath: string; args: string[] }> {
  const own = process.env.CHROMIUM_PATH ?? installed.find((path) => existsSync(path));
  if (own) return { executablePath: own, args: quiet };
  // Its own argument list turns web security off, which would hide what Origin checks and the CSP do.
  return { executablePath: await sparticuz.executablePath(), args: [...quiet, "--no-zygote"] };
}
