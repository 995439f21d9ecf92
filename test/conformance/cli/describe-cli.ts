import { describe, onTestFinished } from 'vitest';
import { type CliForge, type CliSubject, openCliSubject } from './cli-subject.ts';
import { errors } from './errors.ts';
import { life } from './life.ts';
import { output } from './output.ts';
import { setUp } from './set-up.ts';
import { sync } from './sync.ts';

/** The whole command line at one kind of forge. */
export function describeCli(name: string, openForge: () => Promise<CliForge>): void {
  async function open(): Promise<CliSubject> {
    const forge = await openForge();
    onTestFinished(() => forge.close());
    return openCliSubject(forge);
  }

  describe(`issue at ${name}`, { timeout: 60_000 }, () => {
    describe('the whole life of an issue', () => life(open));
    describe('set-up', () => setUp(openForge));
    describe('output', () => output(open));
    describe('errors', () => errors(open));
    describe('sync', () => sync(open));
  });
}
