import type { ForgeConfig } from '@fixpoint/config/forges.ts';
import { expect, it } from 'vitest';
import { findSender, webhookForges } from './find-sender.ts';

function forge(instance: string, webhookSecret?: string): ForgeConfig {
  const url = `https://${instance}`;
  return { instance, kind: 'gitea', url, botLogin: 'fixpoint', ...(webhookSecret ? { webhookSecret } : {}) };
}

it('tries every secret, also after one has fitted', () => {
  const forges = webhookForges([
    forge('a', 'secret of a'),
    forge('b', 'secret of b'),
    forge('c', 'secret of c'),
  ]);
  const tried: string[] = [];
  const format = {
    verifySignature: (_headers: unknown, _body: unknown, secret: string) => tried.push(secret) === 1,
    parseWebhook: () => ({ kind: 'ignored', reason: '' }) as const,
  };

  const sender = findSender(forges, format, {}, new Uint8Array());

  expect(sender?.instance).toBe('a');
  expect(tried).toEqual(['secret of a', 'secret of b', 'secret of c']);
});

it('leaves out forges without a secret, and needs one that has it', () => {
  expect(webhookForges([forge('a'), forge('b', 'secret of b')]).map(({ instance }) => instance)).toEqual([
    'b',
  ]);
  expect(() => webhookForges([forge('a')])).toThrow('webhookSecret');
});

it('refuses two forges that share a secret, without printing it', () => {
  const shared = [forge('a', 'the same secret'), forge('b', 'the same secret')];

  expect(() => webhookForges(shared)).toThrow('a and b share a webhookSecret');
  expect(() => webhookForges(shared)).not.toThrow('the same secret');
});
