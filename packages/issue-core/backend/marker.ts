const MARKER = /<!-- issue-core:([A-Za-z0-9_-]{1,64}) -->/;

/** Ends a text that we create at a tracker, invisibly to people: by it the text is found again after an answer was lost. */
export function withMarker(body: string, operationId: string): string {
  return `${body}${body === '' ? '' : '\n\n'}<!-- issue-core:${operationId} -->`;
}

export function markerOf(body: string): string | null {
  return MARKER.exec(body)?.[1] ?? null;
}

/** The text as its author wrote it. */
export function withoutMarker(body: string): string {
  return body.replace(new RegExp(`\\s*${MARKER.source}\\s*$`), '');
}
