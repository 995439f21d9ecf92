import type { Intent } from '@fixpoint/contracts/tools.ts';

/** A submitted snapshot carries what the agent wrote of it; all others are only ever seen by machines. */
export function commitMessage(runId: string, intents: readonly Intent[]): string {
  const submitted = intents.find((intent) => intent.kind === 'submit');
  const trailer = `Fixpoint-Run: ${runId}\n`;
  if (submitted === undefined) return `Snapshot\n\n${trailer}`;
  return `${submitted.title}\n\n${submitted.summary}\n\n${trailer}`;
}
