import type { ForgeConfig } from '@fixpoint/config/forges.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { WebhookFormat, WebhookHeaders } from '@fixpoint/forges/ports.ts';

export type WebhookForge = Pick<ForgeConfig, 'instance' | 'kind' | 'botLogin'> & {
  readonly webhookSecret: string;
};

/**
 * The configured forge whose secret signed the body, or null. Every secret is tried whatever the ones before said,
 * so that the time taken tells nothing about them.
 */
export function findSender(
  forges: readonly WebhookForge[],
  format: WebhookFormat,
  headers: WebhookHeaders,
  rawBody: Uint8Array,
): WebhookForge | null {
  let sender: WebhookForge | null = null;
  for (const forge of forges) {
    if (format.verifySignature(headers, rawBody, forge.webhookSecret)) sender = forge;
  }
  return sender;
}

/**
 * The forges that can send us webhooks. A secret names its forge, so two may not share one.
 *
 * @throws FixpointError INVALID_CONFIG
 */
export function webhookForges(forges: readonly ForgeConfig[]): readonly WebhookForge[] {
  const withSecret = forges.flatMap(({ instance, kind, botLogin, webhookSecret }) =>
    webhookSecret === undefined ? [] : [{ instance, kind, botLogin, webhookSecret }],
  );
  if (withSecret.length === 0) {
    throw new FixpointError('INVALID_CONFIG', 'No forge of FIXPOINT_FORGES_FILE has a webhookSecret.');
  }
  const instanceBySecret = new Map<string, string>();
  for (const { instance, webhookSecret } of withSecret) {
    const other = instanceBySecret.get(webhookSecret);
    if (other !== undefined) {
      throw new FixpointError(
        'INVALID_CONFIG',
        `${other} and ${instance} share a webhookSecret; give each its own.`,
      );
    }
    instanceBySecret.set(webhookSecret, instance);
  }
  return withSecret;
}
