import { createLocalProject } from '@fixpoint/cli/demo/local-project.ts';
import { readScene } from '@fixpoint/cli/demo/scenes.ts';
import type { Platform } from '@fixpoint/local/platform/start-platform.ts';
import { type RecordedDelivery, recordDeliveries } from '../e2e/recorded-deliveries.ts';
import type { Figure } from './figure.ts';
import { quantile } from './quantile.ts';

const ISSUES = 20;
const PER_SECOND = 50;
const SECONDS = 10;

/**
 * Real deliveries of commands in issues whose workflows live, sent again at a steady rate. Each is verified, looked up and
 * signalled like any other; what the workflow then does with it, which is nothing, happens beside the measurement.
 */
export async function measureWebhooks(platform: Platform): Promise<Figure[]> {
  const deliveries = await knownDeliveries(platform);
  const sent: Promise<number>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < PER_SECOND * SECONDS; index += 1) {
    await waitUntil(startedAt + (index * 1000) / PER_SECOND);
    const delivery = deliveries[index % deliveries.length];
    if (delivery) sent.push(send(platform, delivery));
    // Read below; until then a rejection has to have a reader.
    sent.at(-1)?.catch(() => undefined);
  }
  const latencies = await Promise.all(sent);
  const name = `webhook to 202, known issues, ${PER_SECOND}/s`;
  return [
    { name: `${name}, p50`, value: `${quantile(latencies, 0.5).toFixed(1)} ms`, aim: '50 ms' },
    { name: `${name}, p99`, value: `${quantile(latencies, 0.99).toFixed(1)} ms`, aim: '50 ms' },
  ];
}

async function knownDeliveries(platform: Platform): Promise<RecordedDelivery[]> {
  const scene = readScene(platform.stack.paths.root, 'fix');
  const project = await createLocalProject(platform, scene.repositoryFolder, 'webhooks');
  const recorded = await recordDeliveries(project, platform.webhookSecret);
  try {
    const deliveries: RecordedDelivery[] = [];
    for (let index = 1; index <= ISSUES; index += 1) {
      const { ref } = await project.openIssue(`Known ${index}`, 'An issue that Fixpoint knows.');
      const commentId = await project.comment(ref.number, '/ai stop');
      deliveries.push(await recorded.ofComment(commentId));
    }
    return deliveries;
  } finally {
    await recorded.close();
  }
}

async function waitUntil(atMs: number): Promise<void> {
  const leftMs = atMs - performance.now();
  if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs));
}

async function send(platform: Platform, { headers, body }: RecordedDelivery): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${platform.ingressUrl}/webhooks/gitea`, { method: 'POST', headers, body });
  await response.arrayBuffer();
  if (response.status !== 202) throw new Error(`a webhook was answered with ${response.status}`);
  return performance.now() - startedAt;
}
