import type { Context } from '../context.ts';
import { askPart, type Finding } from './finding.ts';

/** Whether the model's key is there and accepted; without one the demo plays a recorded run. */
export async function examineModel({ settings }: Context): Promise<Finding> {
  const { modelKey, modelBaseUrl } = settings;
  if (modelKey === undefined) {
    const detail = 'no ANTHROPIC_API_KEY: ./fixpoint demo plays a recorded model';
    return {
      part: 'Model',
      status: 'warning',
      detail,
      mend: 'Set ANTHROPIC_API_KEY to work with the real model.',
    };
  }
  const ask = async () => {
    const headers = { 'x-api-key': modelKey, 'anthropic-version': '2023-06-01' };
    const address = `${modelBaseUrl.replace(/\/$/, '')}/v1/models?limit=1`;
    const answer = await fetch(address, { headers, signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`${modelBaseUrl} answers ${answer.status}`);
    return `${modelBaseUrl} accepts the key`;
  };
  return askPart('Model', ask, 'Set ANTHROPIC_API_KEY to a valid key, or mend ANTHROPIC_BASE_URL.');
}
