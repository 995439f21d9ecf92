import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeSecretFile } from '../endpoints.ts';
import type { Profile } from './profile.ts';

const Kept = z.object({ secret: z.string().min(16) });

/** The secret that the forge signs webhooks with; made once per profile. */
export function ensureWebhookSecret(profile: Profile): string {
  const file = join(profile.folder, 'webhook-secret.json');
  try {
    return Kept.parse(JSON.parse(readFileSync(file, 'utf8'))).secret;
  } catch {
    const secret = randomBytes(32).toString('hex');
    writeSecretFile(file, { secret });
    return secret;
  }
}
