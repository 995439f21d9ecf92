import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Capability, CapabilityTable } from '@fixpoint/issue-core/backend/capabilities.ts';
import { expect } from 'vitest';

export const NOT_FOUND: readonly ErrorCode[] = ['ISSUE_NOT_FOUND', 'FORGE_NOT_FOUND'];
/** The request itself is what is wrong: told here, or by the tracker. */
export const REFUSED: readonly ErrorCode[] = [
  'INVALID_INPUT',
  'FORGE_REFUSED',
  'FORGE_FORBIDDEN',
  'UNSUPPORTED',
  ...NOT_FOUND,
];

/** That this fails with an error of ours that has one of these codes. */
export async function expectError(work: Promise<unknown>, ...codes: readonly ErrorCode[]): Promise<void> {
  const outcome = await work.then(
    () => 'it did not fail',
    (error: unknown) => (error instanceof FixpointError ? error.code : error),
  );
  expect(codes).toContain(outcome);
}

/** Whether the tracker itself has it, in whatever form. */
export function has(capabilities: CapabilityTable, capability: Capability): boolean {
  return capabilities[capability] === 'native' || capabilities[capability] === 'encoded';
}

/** Text as it comes back: trackers may write line ends their way and cut off space at the end. */
export function canonical(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').trimEnd();
}

export const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;
