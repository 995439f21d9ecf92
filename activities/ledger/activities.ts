import type { LedgerActivities } from '@fixpoint/contracts/ledger-activities.ts';
import type { LedgerStore } from '@fixpoint/store/ports.ts';
import { acceptInput, type InputOwners } from './accept-input.ts';

export interface LedgerPorts {
  readonly inputs: InputOwners;
  readonly ledger: LedgerStore;
}

/** The activities of the ledger fleet. */
export function createLedgerActivities({ inputs, ledger }: LedgerPorts): LedgerActivities {
  return {
    acceptInput: ({ key, owner, ordinal }) => acceptInput(inputs, key, { ...owner, ordinal }),
    appendLedger: ({ chain, previous, records }) => ledger.append(chain, previous, records),
  };
}
