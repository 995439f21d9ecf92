/** How long something took, and how much of a processor it had: on a busy machine the two differ. */
export interface Timing {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export async function timed<T>(work: () => Promise<T>): Promise<Timing & { readonly result: T }> {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const result = await work();
  const wallMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(before);
  return { result, wallMs, cpuMs: (user + system) / 1000 };
}

export function renderSeconds({ wallMs, cpuMs }: Timing): string {
  return `${(wallMs / 1000).toFixed(2)} s (CPU ${(cpuMs / 1000).toFixed(2)} s)`;
}
