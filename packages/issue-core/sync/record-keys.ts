import { hash } from 'node:crypto';
import type { Side } from './side.ts';

/** Wide enough for every number that a double holds exactly, so that keys sort as the numbers do. */
const NUMBER_DIGITS = 16;

export function issueKey(side: Side, number: number): string {
  return `${side}/${String(number).padStart(NUMBER_DIGITS, '0')}`;
}

export function commentRefKey(side: Side, commentId: string): string {
  return `${side}/${commentId}`;
}

export function commentKey(mappingId: string, commentMappingId: string): string {
  return `${mappingId}/${commentMappingId}`;
}

export function issueOutboxKey(source: Side, number: number): string {
  return `issue/${issueKey(source, number)}`;
}

export function commentOutboxKey(mappingId: string, source: Side, commentId: string): string {
  return `comment/${mappingId}/${source}/${commentId}`;
}

export function attachmentOutboxKey(mappingId: string, source: Side, attachmentId: string): string {
  return `attachment/${mappingId}/${source}/${attachmentId}`;
}

export function conflictKey(mappingId: string, field: string): string {
  return `${mappingId}/${field}`;
}

/**
 * Names what is created for one source, the same whenever it is tried: so it is found again even when this store was
 * lost. It fits the marker (`backend/marker.ts`).
 */
export function operationIdOf(
  pair: string,
  kind: 'issue' | 'comment' | 'attachment',
  source: Side,
  sourceId: string,
): string {
  return hash('sha256', JSON.stringify([pair, kind, source, sourceId])).slice(0, 32);
}
