import { CAPABILITIES, type Capability, type CapabilityTable } from '../backend/capabilities.ts';

/** The local store has everything in fields of its own. */
export const LOCAL_CAPABILITIES = Object.fromEntries(
  CAPABILITIES.map((capability): [Capability, 'native'] => [capability, 'native']),
) as CapabilityTable;
