import { createHmac } from 'node:crypto';
import { createLocalProject } from '@fixpoint/cli/demo/local-project.ts';
import { readScene } from '@fixpoint/cli/demo/scenes.ts';
import type { Platform } from '@fixpoint/local/platform/start-platform.ts';
import { recordDeliveries } from '../e2e/recorded-deliveries.ts';
import type { Figure } from './main.ts';
import { quantile } from './quantile.ts';

const PER_SECOND = 50;
const SECONDS = 10;

/** A real delivery, sent again at a steady rate with a comment id of its own each time, for an issue that is known. */
export async function measureWebhooks(platform: Platform): Promise<Figure[]> {
  const scene = readScene(platform.stack.paths.root, 'fix');
  const project = await createLocalProject(platform, scene.repositoryFolder, 'webhooks');
  const { ref } = await project.openIssue('Known', 'An issue that Fixpoint knows.');
  const recorded = await recordDeliveries(project, platform.webhookSecret, 'issue_comment');
  try {
    await project.comment(ref.number, '/ai help');
    const delivery = await recorded.next();
    const latencies: number[] = [];
    const sent: Promise<void>[] = [];
    const startedAt = performance.now();
    for (let index = 0; index < PER_SECOND * SECONDS; index += 1) {
      await waitUntil(startedAt + (index * 1000) / PER_SECOND);
      sent.push(send(platform, delivery, index).then((ms) => void latencies.push(ms)));
    }
    await Promise.all(sent);
    return [
      {
        name: `webhook to 202 at ${PER_SECOND}/s, p50`,
        value: `${quantile(latencies, 0.5).toFixed(1)} ms`,
        aim: '50 ms',
      },
      {
        name: `webhook to 202 at ${PER_SECOND}/s, p99`,
        value: `${quantile(latencies, 0.99).toFixed(1)} ms`,
        aim: '50 ms',
      },
    ];
  } finally {
    await recorded.close();
  }
}

async function waitUntil(atMs: number): Promise<void> {
  const leftMs = atMs - performance.now();
  if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs));
}

/** Each gets a key of its own, so that every one is a new input for the workflow. */
async function send(
  platform: Platform,
  delivery: { readonly headers: Record<string, string>; readonly body: Buffer },
  index: number,
): Promise<number> {
  const payload = JSON.parse(delivery.body.toString('utf8')) as { comment: { id: number } };
  payload.comment.id = 1_000_000 + index;
  const body = JSON.stringify(payload);
  const signature = createHmac('sha256', platform.webhookSecret).update(body).digest('hex');
  const startedAt = performance.now();
  const response = await fetch(`${platform.ingressUrl}/webhooks/gitea`, {
    method: 'POST',
    headers: { ...delivery.headers, 'x-gitea-signature': signature },
    body,
  });
  await response.arrayBuffer();
  if (response.status !== 202) throw new Error(`a webhook was answered with ${response.status}`);
  return performance.now() - startedAt;
}
