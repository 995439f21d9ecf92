import { createInterface } from 'node:readline';
import { UsageError } from '../usage-error.ts';
import { type World, writeTo } from '../world.ts';

export interface Prompt {
  /** What was answered, or the preset when that was nothing; asked again, twice, until `check` finds no fault. */
  ask(question: string, options?: AskOptions): Promise<string>;
  /** Only a clear yes is one. */
  confirm(question: string): Promise<boolean>;
}

interface AskOptions {
  readonly preset?: string;
  /** What is wrong with an answer; null when nothing is. */
  readonly check?: (answer: string) => string | null;
}

const MAX_TRIES = 3;

/**
 * Asks whoever sits at the terminal; only where `canAsk`.
 *
 * @throws UsageError when the input ends instead of an answer; the reason of the signal
 */
export async function withPrompt<T>(world: World, work: (prompt: Prompt) => Promise<T>): Promise<T> {
  const { stdin, stderr, signal } = world;
  const lines = createInterface({ input: stdin, terminal: false, signal });
  const answers = lines[Symbol.asyncIterator]();

  async function readAnswer(question: string): Promise<string> {
    await writeTo(stderr, question);
    const { value, done } = await answers.next();
    // What is told about it does not stand behind the question.
    if (done) await writeTo(stderr, '\n');
    signal.throwIfAborted();
    if (done) throw new UsageError('The question was not answered, so nothing was done.');
    return value.trim();
  }

  async function ask(question: string, { preset, check }: AskOptions = {}): Promise<string> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const shown = preset === undefined ? `${question}: ` : `${question} [${preset}]: `;
      const answer = (await readAnswer(shown)) || (preset ?? '');
      const fault = answer === '' ? 'Give an answer.' : (check?.(answer) ?? null);
      if (fault === null) return answer;
      await writeTo(stderr, `${fault}\n`);
    }
    throw new UsageError(`${question}: there was no usable answer, so nothing was done.`);
  }

  try {
    return await work({
      ask,
      confirm: async (question) => /^y(es)?$/i.test(await readAnswer(`${question} [y/N] `)),
    });
  } finally {
    lines.close();
  }
}
