import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { meaningOfLabel } from '../model/encoded-labels.ts';
import type { Term } from './ast.ts';

/** The term for a label as people name it: `priority:high` and the like are fields, as everywhere (`encoded-labels.ts`). */
export function labelTerm(name: string): Term {
  const meaning = meaningOfLabel(name);
  switch (meaning.field) {
    case 'label':
      return { kind: 'label', name };
    case 'in-progress':
      return { kind: 'state', state: 'in_progress' };
    case 'type':
      return { kind: 'type', type: meaning.type };
    case 'priority':
      return { kind: 'priority', priorities: [meaning.priority] };
    default:
      return assertNever(meaning);
  }
}
