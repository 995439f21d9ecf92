import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import type { World } from '../world.ts';
import { createProgressLine, renderProgress } from './show-progress.ts';

function lineOn(isTerminal: boolean) {
  const written: string[] = [];
  const clock = { now: 0 };
  const stderr = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
  const world = {
    stderr,
    isTerminal: { stdin: isTerminal, stdout: isTerminal, stderr: isTerminal },
    now: () => new Date(clock.now),
  } as unknown as World;
  return { written, clock, line: createProgressLine(world) };
}

const PROGRESS = { phase: 'issues', done: 40, total: 1_200, remainingSeconds: 174 } as const;

test('says how far it is, and for how long it goes on', () => {
  expect(renderProgress(PROGRESS)).toBe('issues: 40 of 1200, about 3 min left');
  expect(renderProgress({ ...PROGRESS, remainingSeconds: 72_000 })).toBe(
    'issues: 40 of 1200, about 20 h 0 min left',
  );
  expect(renderProgress({ phase: 'reading', done: 7, total: null, remainingSeconds: null })).toBe(
    'reading: 7',
  );
});

test('is one changing line on a terminal, which is gone in the end', () => {
  const { written, clock, line } = lineOn(true);

  line.show(PROGRESS);
  clock.now += 100;
  line.show(PROGRESS);
  line.show(PROGRESS);
  line.end();

  expect(written).toEqual(['\r\u001b[Kissues: 40 of 1200, about 3 min left', '\r\u001b[K']);
});

test('is a line every five seconds elsewhere', () => {
  const { written, clock, line } = lineOn(false);

  for (let second = 0; second < 11; second += 1) {
    clock.now += 1_000;
    line.show(PROGRESS);
  }
  line.end();

  expect(written).toHaveLength(2);
  expect(written[0]).toBe('issues: 40 of 1200, about 3 min left\n');
});
