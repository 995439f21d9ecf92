import type { Fact, IssueInput } from '@fixpoint/contracts/commands.ts';
import { MAX_PENDING_INPUTS } from '@fixpoint/contracts/workflows.ts';

/** Keys of inputs that were taken; forges deliver again within minutes. */
const MAX_REMEMBERED = 500;

/** Inputs that were not looked at yet, taken in the order of the forge's time and id; a stop comes before all else. */
export class Inbox {
  dropped: number;
  private readonly pending = new Map<string, IssueInput>();
  private readonly recentlyTaken = new Set<string>();

  constructor(dropped = 0) {
    this.dropped = dropped;
  }

  get size(): number {
    return this.pending.size;
  }

  /**
   * What is beyond the cap is dropped and counted. A redelivery of what is pending or was taken lately costs nothing here; older
   * ones are turned away by the store, which decides who owns an input.
   */
  push(input: IssueInput): void {
    if (this.pending.has(input.key) || this.recentlyTaken.has(input.key)) return;
    this.pending.set(input.key, input);
    if (this.pending.size <= MAX_PENDING_INPUTS) return;
    this.dropped += 1;
    this.pending.delete(this.leastMissed(input).key);
  }

  take(): IssueInput | null {
    return this.takeFirst(endsRun) ?? this.takeFirst(() => true);
  }

  /** What ends a running run: a stop, or a fact that makes it pointless. */
  takeEnding(): IssueInput | null {
    return this.takeFirst(endsRun);
  }

  get hasEnding(): boolean {
    return this.has(endsRun);
  }

  /** What is answered beside a running run: a call for help, and `/ai` with nothing new in it. */
  takeAnswerable(): IssueInput | null {
    return this.takeFirst((input) => this.isAnswerable(input));
  }

  get hasAnswerable(): boolean {
    return this.has((input) => this.isAnswerable(input));
  }

  hasFact(kind: Fact['kind']): boolean {
    return this.has(({ content }) => content.kind === 'fact' && content.fact.kind === kind);
  }

  /** A go may be meant for something that waits here and was not looked at yet. */
  private isAnswerable({ content }: IssueInput): boolean {
    if (content.kind === 'fact') return false;
    const { verb, text } = content.command;
    if (verb === 'go') return !this.has(asksForMore);
    return verb === 'help' || (verb === 'solve' && text === '');
  }

  /** A person can ask again; a stop and a fact are told once, so that they push the newest of the rest out. */
  private leastMissed(arrived: IssueInput): IssueInput {
    if (isAskedAgain(arrived)) return arrived;
    return [...this.pending.values()].filter(isAskedAgain).sort(byTimeThenKey).at(-1) ?? arrived;
  }

  private has(wanted: (input: IssueInput) => boolean): boolean {
    return [...this.pending.values()].some(wanted);
  }

  private remember(key: string): void {
    this.recentlyTaken.add(key);
    const [oldest] = this.recentlyTaken;
    if (this.recentlyTaken.size > MAX_REMEMBERED && oldest) this.recentlyTaken.delete(oldest);
  }

  private takeFirst(wanted: (input: IssueInput) => boolean): IssueInput | null {
    const first = [...this.pending.values()].filter(wanted).sort(byTimeThenKey)[0];
    if (!first) return null;
    this.pending.delete(first.key);
    this.remember(first.key);
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

function isAskedAgain({ content }: IssueInput): boolean {
  return content.kind === 'command' && content.command.verb !== 'stop';
}

function asksForMore({ content }: IssueInput): boolean {
  return content.kind === 'command' && content.command.verb === 'solve' && content.command.text !== '';
}
