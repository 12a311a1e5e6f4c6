import type { Network } from "./open-network.ts";
import type { Asked } from "./questions.ts";

/**
 * Asks each network its n-th question before any its next, after `warm` questions each whose time doesn't count: what
 * else the machine does slows all sizes alike, and their ratio stands.
 * @returns milliseconds by size
 */
export async function inTurn(
  networks: Network[],
  { questions, warm }: { questions: number; warm: number },
  ask: (network: Network, asked: Asked) => Promise<unknown>,
): Promise<Map<number, number[]>> {
  const times = new Map(networks.map(({ size }): [number, number[]] => [size, []]));
  for (let turn = -warm; turn < questions; turn++)
    for (const network of networks) {
      const { asked, size } = network;
      const startedAt = performance.now();
      await ask(network, asked[Math.abs(turn) % asked.length]!);
      if (turn >= 0) times.get(size)!.push(performance.now() - startedAt);
    }
  return times;
}
