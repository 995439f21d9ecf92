import { readFile } from 'node:fs/promises';
import type { Platform } from '@fixpoint/local/platform/start-platform.ts';
import type { Figure } from './figure.ts';

/** Resident memory of each service right after its start, as the kernel counts it. */
export async function measureIdleMemory(platform: Platform): Promise<Figure[]> {
  const services = Object.keys(platform.healthUrls);
  return await Promise.all(
    services.map(async (service) => {
      const status = await readFile(`/proc/${platform.pidOf(service)}/status`, 'utf8');
      const kib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
      return { name: `memory of ${service}, idle`, value: `${Math.round(kib / 1024)} MiB`, aim: '150 MiB' };
    }),
  );
}
