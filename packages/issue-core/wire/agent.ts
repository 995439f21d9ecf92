import { z } from 'zod';
import { AgentName } from './fields.ts';

/** What is registered of an agent beside its name. */
export const AgentProfile = z.strictObject({
  kind: z.enum(['human', 'agent']),
  roles: z.array(AgentName).max(20),
});
