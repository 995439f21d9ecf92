import type { Claim } from '@fixpoint/issue-core/coordination/port.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/tracker.ts';
import type { Figure } from '../figure.ts';
import { quantile } from '../quantile.ts';
import { type Timing, timed } from '../timing.ts';
import { type MadeUpIssues, madeUpIssues } from './made-up-issues.ts';

const WARM_UP = 5;
const TIMES = 100;
const AIM = '20 ms';

type Ask = (tracker: Tracker, made: MadeUpIssues) => Promise<unknown>;
type Take = (tracker: Tracker, made: MadeUpIssues, free: readonly number[]) => Promise<Claim>;

const byQuery =
  (queryOf: (made: MadeUpIssues) => string): Ask =>
  (tracker, made) =>
    tracker.list({ query: queryOf(made) });

const takeNext =
  (queryOf: (made: MadeUpIssues) => string): Take =>
  async (tracker, made) => {
    const [taken] = await tracker.ready({ query: queryOf(made), claim: {} });
    if (taken?.claim) return taken.claim;
    throw new Error('nothing was ready');
  };

/** What people and agents ask of a store, each with other names and words at every time. */
const ASKED: Readonly<Record<string, Ask>> = {
  'list: the newest': byQuery(() => ''),
  'list: state, label and assignee': byQuery(
    (made) => `is:open label:area-${made.below(40)} assignee:person-${made.below(30)}`,
  ),
  'list: label or type, most urgent first': (tracker, made) =>
    tracker.list({
      query: `is:open (label:area-${made.below(40)} OR type:bug)`,
      sort: { field: 'priority', descending: false },
    }),
  'list: without a label, last changed': (tracker, made) =>
    tracker.list({
      query: `-label:area-${made.below(40)} updated:>-1d`,
      sort: { field: 'updated', descending: true },
    }),
  'list: blocked': byQuery(() => 'is:open is:blocked'),
  'list: ready': byQuery(() => 'is:ready'),
  'list: mine, by claim': byQuery(() => 'claimed-by:bench'),
  'search: a word': byQuery((made) => made.word()),
  'search: two words that are open': byQuery((made) => `${made.word()} ${made.word()} is:open`),
  'search: a phrase': byQuery((made) => `"${made.word()} ${made.word()}"`),
  'search: a word that is nowhere': byQuery((made) => `xyzzy${made.below(1_000)}`),
  'show: an issue': (tracker, made) => tracker.show(1 + made.below(1_000)),
  'search: a word that is in most': byQuery((made) => made.frequentWord),
};

const TAKEN: Readonly<Record<string, Take>> = {
  'claim: a certain one': (tracker, made, free) => tracker.claim(free[made.below(free.length)] ?? 1),
  'claim: the next that is ready': takeNext(() => ''),
  'claim: the next of a label': takeNext((made) => `label:area-${made.below(40)}`),
};

/** How long each takes on a store that is large. */
export async function measureLatencies(tracker: Tracker): Promise<Figure[]> {
  const { items } = await tracker.list({ query: 'is:open -is:claimed', limit: 500 });
  const free = items.map(({ number }) => number);
  const figures: Figure[] = [];
  for (const [name, ask] of Object.entries(ASKED)) {
    figures.push(await measure(name, (made) => ask(tracker, made)));
  }
  for (const [name, take] of Object.entries(TAKEN)) {
    const giveBack = ({ issue, token }: Claim) => tracker.release(issue, token);
    figures.push(await measure(name, (made) => take(tracker, made, free), giveBack));
  }
  return figures;
}

/** The 95th of a hundred times, and the median; what comes after each is not counted. */
async function measure<T>(
  name: string,
  work: (made: MadeUpIssues) => Promise<T>,
  after: (result: T) => Promise<unknown> = async () => undefined,
): Promise<Figure> {
  const made = madeUpIssues(2);
  const timings: Timing[] = [];
  for (let time = 0; time < WARM_UP + TIMES; time += 1) {
    const { result, ...timing } = await timed(() => work(made));
    if (time >= WARM_UP) timings.push(timing);
    await after(result);
  }
  const at = (share: number, of: keyof Timing) => {
    const values = timings.map((timing) => timing[of]);
    return `${quantile(values, share).toFixed(1)} ms`;
  };
  const value = `${at(0.95, 'wallMs')} (CPU ${at(0.95, 'cpuMs')}, median ${at(0.5, 'wallMs')})`;
  return { name: `${name}, p95`, value, aim: AIM };
}
