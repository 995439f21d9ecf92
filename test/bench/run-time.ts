import { runScene } from '@fixpoint/cli/demo/run-scene.ts';
import { readScene } from '@fixpoint/cli/demo/scenes.ts';
import type { Platform } from '@fixpoint/local/platform/start-platform.ts';
import type { Figure } from './figure.ts';
import { quantile } from './quantile.ts';

const RUNS = 5;

/** From the comment `/ai` to the open pull request, and how long the run was in each state on the way. */
export async function measureRun(platform: Platform): Promise<Figure[]> {
  const scene = readScene(platform.stack.paths.root, 'fix');
  const totals: number[] = [];
  const stays = new Map<string, number[]>();
  for (let run = 0; run < RUNS; run += 1) {
    let entered: { state: string; atMs: number } | null = null;
    const { runMs } = await runScene(
      platform,
      scene,
      (event, atMs) => {
        if (event.kind !== 'state') return;
        if (entered) stays.set(entered.state, [...(stays.get(entered.state) ?? []), atMs - entered.atMs]);
        entered = { state: event.view.state, atMs };
      },
      AbortSignal.timeout(120_000),
    );
    totals.push(runMs);
  }
  return [
    { name: '/ai to open pull request, median of 5', value: seconds(quantile(totals, 0.5)), aim: '15 s' },
    ...[...stays].map(([state, values]) => ({
      name: `  of which ${state}`,
      value: seconds(quantile(values, 0.5)),
      aim: '',
    })),
  ];
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
