import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Coordination } from '../port.ts';
import { openCoordination } from '../sqlite/open-coordination.ts';

export interface Clock {
  now(): Date;
  advance(ms: number): void;
}

export function handClock(start = '2026-01-01T00:00:00.000Z'): Clock {
  let at = Date.parse(start);
  return {
    now: () => new Date(at),
    advance(ms) {
      at += ms;
    },
  };
}

/** A path of a store in a folder that goes with the test. */
export function temporaryStorePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coordination-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'issues.db');
}

export function openTemporary(
  options: { readonly path?: string; readonly retainEvents?: number; readonly clock?: Clock } = {},
): { readonly coordination: Coordination; readonly clock: Clock; readonly path: string } {
  const { path = temporaryStorePath(), clock = handClock(), retainEvents } = options;
  const coordination = openCoordination({
    path,
    now: clock.now,
    ...(retainEvents === undefined ? {} : { retainEvents }),
  });
  onTestFinished(() => coordination.close());
  return { coordination, clock, path };
}
