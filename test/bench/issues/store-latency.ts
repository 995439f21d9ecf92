import type { Claim } from '@fixpoint/issue-core/coordination/port.ts';
import type { ListOptions } from '@fixpoint/issue-core/tracker/api.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/tracker.ts';
import { type Figure, withinMs } from '../figure.ts';
import { quantile } from '../quantile.ts';
import { type Timing, timed } from '../timing.ts';
import { type MadeUpIssues, madeUpIssues } from './made-up-issues.ts';

const WARM_UP = 5;
const TIMES = 100;
const AIM_MS = 20;

type Listed = (made: MadeUpIssues) => ListOptions;
type Take = (tracker: Tracker, made: MadeUpIssues, free: readonly number[]) => Promise<Claim>;

const byQuery =
  (queryOf: (made: MadeUpIssues) => string): Listed =>
  (made) => ({ query: queryOf(made) });

const takeNext =
  (queryOf: (made: MadeUpIssues) => string): Take =>
  async (tracker, made) => {
    const [taken] = await tracker.ready({ query: queryOf(made), claim: {} });
    if (taken?.claim) return taken.claim;
    throw new Error('nothing was ready');
  };

/** What people and agents list, each with other names and words at every time. */
const LISTED: Readonly<Record<string, Listed>> = {
  'list: the newest': byQuery(() => ''),
  'list: state, label and assignee': byQuery(
    (made) => `is:open label:area-${made.below(40)} assignee:person-${made.below(30)}`,
  ),
  'list: label or type, most urgent first': (made) => ({
    query: `is:open (label:area-${made.below(40)} OR type:bug)`,
    sort: { field: 'priority', descending: false },
  }),
  'list: without a label, last changed': (made) => ({
    query: `-label:area-${made.below(40)} updated:>-1d`,
    sort: { field: 'updated', descending: true },
  }),
  'list: blocked': byQuery(() => 'is:open is:blocked'),
  'search: a word': byQuery((made) => made.word()),
  'search: two words that are open': byQuery((made) => `${made.word()} ${made.word()} is:open`),
  'search: a phrase': byQuery((made) => `"${made.word()} ${made.word()}"`),
  'search: a word that is nowhere': byQuery((made) => `xyzzy${made.below(1_000)}`),
};

/** To count the issues of such a word is to read where it stands in each; its first page takes no longer than any other. */
const IN_MOST: Readonly<Record<string, Listed>> = {
  'search: a word that is in most': byQuery((made) => made.frequentWord),
};

/** Of these nobody knows how many there are in all: claims are kept beside the issues. */
const ABOUT_CLAIMS: Readonly<Record<string, Listed>> = {
  'list: ready': byQuery(() => 'is:ready'),
  'list: mine, by claim': byQuery(() => 'claimed-by:bench'),
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
  const lists = async (
    listed: Readonly<Record<string, Listed>>,
    total: 'exact' | 'none',
    aimMs: number | null,
  ) => {
    for (const [name, optionsOf] of Object.entries(listed)) {
      const counted = total === 'exact' ? `${name}, and how many` : name;
      figures.push(await measure(counted, (made) => tracker.list({ ...optionsOf(made), total }), { aimMs }));
    }
  };
  await lists({ ...LISTED, ...IN_MOST, ...ABOUT_CLAIMS }, 'none', AIM_MS);
  await lists(LISTED, 'exact', AIM_MS);
  await lists(IN_MOST, 'exact', null);
  figures.push(await measure('show: an issue', (made) => tracker.show(1 + made.below(1_000))));
  for (const [name, take] of Object.entries(TAKEN)) {
    const giveBack = ({ issue, token }: Claim) => tracker.release(issue, token);
    figures.push(await measure(name, (made) => take(tracker, made, free), { after: giveBack }));
  }
  return figures;
}

/** The 95th of a hundred times, and the median; what comes after each is not counted. */
async function measure<T>(
  name: string,
  work: (made: MadeUpIssues) => Promise<T>,
  {
    after = async () => undefined,
    aimMs = AIM_MS,
  }: { readonly after?: (result: T) => Promise<unknown>; readonly aimMs?: number | null } = {},
): Promise<Figure> {
  const made = madeUpIssues(2);
  const timings: Timing[] = [];
  for (let time = 0; time < WARM_UP + TIMES; time += 1) {
    const { result, ...timing } = await timed(() => work(made));
    if (time >= WARM_UP) timings.push(timing);
    await after(result);
  }
  const at = (share: number, of: keyof Timing) =>
    quantile(
      timings.map((timing) => timing[of]),
      share,
    );
  const p95: Timing = { wallMs: at(0.95, 'wallMs'), cpuMs: at(0.95, 'cpuMs') };
  const [wall, cpu, median] = [p95.wallMs, p95.cpuMs, at(0.5, 'wallMs')].map((ms) => `${ms.toFixed(1)} ms`);
  const value = `${wall} (CPU ${cpu}, median ${median})`;
  if (aimMs === null) return { name: `${name}, p95`, value, aim: '' };
  return { name: `${name}, p95`, value, aim: `${aimMs} ms`, verdict: withinMs(p95, aimMs) };
}
