import { withMarker } from '@fixpoint/issue-core/backend/marker.ts';

interface Text {
  readonly body?: string | null | undefined;
  readonly user?: { readonly login: string } | null | undefined;
}

const MARKER_AT_END = /<!-- issue-core:([A-Za-z0-9_-]{1,64}) -->\s*$/;

/**
 * Whether this is what we created under the operation id. Markers can be read, and copied into a text of somebody else or
 * quoted in one of ours, so only one at the very end of a text of our own counts.
 */
export function isCreatedBy(text: Text, login: string, operationId: string): boolean {
  const isOurs = text.user?.login.toLowerCase() === login.toLowerCase();
  return isOurs && MARKER_AT_END.exec(text.body ?? '')?.[1] === operationId;
}

/** A new body that ends with the marker of the old one, so that what was created is still found. */
export function keepMarker(text: Text, body: string): string {
  const operationId = MARKER_AT_END.exec(text.body ?? '')?.[1];
  return operationId === undefined ? body : withMarker(body, operationId);
}
