import autocannon from "autocannon";

export interface Load {
  requestsPerSecond: number;
  /** Milliseconds to the last byte. */
  p50: number;
  p95: number;
}

/**
 * Eight connections for some seconds, after three seconds of warming up.
 * @throws Error when an answer is not 2xx: such a run measures nothing
 */
export async function load(url: string, headers: Record<string, string>, seconds: number): Promise<Load> {
  const run = (duration: number) => autocannon({ url, headers, connections: 8, duration });
  await run(3);
  const result = await run(seconds);
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} answers were not 2xx, ${result.errors} errors`);
  }
  return {
    requestsPerSecond: result.requests.average,
    p50: result.latency.p50,
    // autocannon has no p95; its p97.5 is the stricter figure.
    p95: result.latency.p97_5,
  };
}
