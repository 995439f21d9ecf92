import type { ForgeDefinition } from '../ports.ts';
import { createGiteaForge } from './forge.ts';
import { parseWebhook, verifySignature } from './webhooks.ts';

export const giteaDefinition: ForgeDefinition = {
  kind: 'gitea',
  createForge: createGiteaForge,
  webhooks: { verifySignature, parseWebhook },
};
