import type { Fact, IssueInput } from '@fixpoint/contracts/commands.ts';
import { MAX_PENDING_INPUTS } from '@fixpoint/contracts/workflows.ts';

/** Inputs that were not looked at yet, taken in the order of the forge's time and id; a stop comes before all else. */
export class Inbox {
  dropped = 0;
  private readonly pending = new Map<string, IssueInput>();

  get size(): number {
    return this.pending.size;
  }

  /** A redelivery that is still pending changes nothing; what is beyond the cap is dropped and counted. */
  push(input: IssueInput): void {
    if (this.pending.has(input.key)) return;
    if (this.pending.size >= MAX_PENDING_INPUTS && !endsRun(input)) {
      this.dropped += 1;
      return;
    }
    this.pending.set(input.key, input);
  }

  take(): IssueInput | null {
    return this.takeFirst(endsRun) ?? this.takeFirst(() => true);
  }

  /** What ends a running run: a stop, or a fact that makes it pointless. */
  takeEnding(): IssueInput | null {
    return this.takeFirst(endsRun);
  }

  get hasEnding(): boolean {
    return [...this.pending.values()].some(endsRun);
  }

  /** Commands that a running run already answers: `/ai` with nothing new in it. */
  takeRedundant(): IssueInput | null {
    return this.takeFirst(isRedundant);
  }

  get hasRedundant(): boolean {
    return [...this.pending.values()].some(isRedundant);
  }

  hasFact(kind: Fact['kind']): boolean {
    return [...this.pending.values()].some(
      ({ content }) => content.kind === 'fact' && content.fact.kind === kind,
    );
  }

  private takeFirst(wanted: (input: IssueInput) => boolean): IssueInput | null {
    const first = [...this.pending.values()].filter(wanted).sort(byTimeThenKey)[0];
    if (!first) return null;
    this.pending.delete(first.key);
    return first;
  }
}

function byTimeThenKey(a: IssueInput, b: IssueInput): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}

function endsRun({ content }: IssueInput): boolean {
  if (content.kind === 'fact') return content.fact.kind === 'issue-closed';
  return content.command.verb === 'stop';
}

function isRedundant({ content }: IssueInput): boolean {
  if (content.kind === 'fact') return false;
  const { verb, text } = content.command;
  return verb === 'go' || (verb === 'solve' && text === '');
}
