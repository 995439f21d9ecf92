import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CoordinationEvent } from '@fixpoint/issue-core/coordination/event.ts';
import type { Coordination } from '@fixpoint/issue-core/coordination/port.ts';
import { openCoordination } from '@fixpoint/issue-core/coordination/sqlite/open-coordination.ts';
import { z } from 'zod';
import { exactFigure, type Figure } from '../figure.ts';
import { quantile } from '../quantile.ts';

const CLAIMER = fileURLToPath(new URL('./claim-in-turns.ts', import.meta.url));
const PROCESSES = 8;
const CLAIMS_OF_EACH = 1_000;
/** Fewer than processes, so that they are in each other's way. */
const CANDIDATES = 4;
const TIMEOUT_MS = 10 * 60_000;

const Latencies = z.array(z.number());
const run = promisify(execFile);

/** Eight processes that claim the same few issues: the log of events tells whether two ever held one at once. */
export async function measureClaimRace(folder: string): Promise<Figure[]> {
  const path = join(folder, 'claims.db');
  const coordination = openCoordination({ path });
  try {
    const startedAt = performance.now();
    const outputs = await Promise.all(
      Array.from({ length: PROCESSES }, (_, index) => {
        const told = [CLAIMER, path, `agent-${index}`, String(CLAIMS_OF_EACH), String(CANDIDATES)];
        return run(process.execPath, told, { timeout: TIMEOUT_MS, maxBuffer: 10 * 1024 ** 2 });
      }),
    );
    const seconds = (performance.now() - startedAt) / 1000;
    const latencies = outputs.flatMap(({ stdout }) => Latencies.parse(JSON.parse(stdout)));
    const { claims, violations } = judge(await allEvents(coordination));
    const name = `${PROCESSES} processes × ${CLAIMS_OF_EACH} claims`;
    return [
      exactFigure(`${name}: two holders, or a token twice`, String(violations), '0'),
      exactFigure(`${name}: claims in the log`, String(claims), String(PROCESSES * CLAIMS_OF_EACH)),
      { name: `${name}: claims a second, all together`, value: (claims / seconds).toFixed(0), aim: '' },
      { name: `${name}: a claim, p95`, value: `${quantile(latencies, 0.95).toFixed(1)} ms`, aim: '' },
    ];
  } finally {
    await coordination.close();
  }
}

/** Everything that was done to an issue by somebody who did not hold it then. */
export function judge(events: readonly CoordinationEvent[]): {
  readonly claims: number;
  readonly violations: number;
} {
  const holders = new Map<number | null, string>();
  const tokens = new Map<number | null, number>();
  let claims = 0;
  let violations = 0;
  for (const [index, event] of events.entries()) {
    const { issue, actor } = event;
    if (event.seq !== index + 1) violations += 1;
    if (event.type === 'claimed') {
      claims += 1;
      if (holders.has(issue) || event.payload.token !== (tokens.get(issue) ?? 0) + 1) violations += 1;
      holders.set(issue, actor);
      tokens.set(issue, event.payload.token);
    } else {
      if (holders.get(issue) !== actor) violations += 1;
      if (event.type === 'released') holders.delete(issue);
    }
  }
  return { claims, violations };
}

async function allEvents(coordination: Coordination): Promise<readonly CoordinationEvent[]> {
  const events: CoordinationEvent[] = [];
  for (let after = 0; ; ) {
    const page = await coordination.events({ after, limit: 1_000 });
    events.push(...page.events);
    if (page.events.length === 0) return events;
    after = page.cursor;
  }
}
