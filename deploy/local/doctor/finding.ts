/** What the doctor found about one part. `mend` says what to do about it; there is one unless all is well. */
export interface Finding {
  readonly part: string;
  readonly status: 'ok' | 'warning' | 'broken';
  readonly detail: string;
  readonly mend?: string;
}

/** A part that is well when `ask` does not throw. */
export async function askPart(part: string, ask: () => Promise<string>, mend: string): Promise<Finding> {
  try {
    return { part, status: 'ok', detail: await ask() };
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { part, status: 'broken', detail, mend };
  }
}
