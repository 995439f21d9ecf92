/** The labels that Fixpoint sets on issues and proposals, with the colours it creates them in. */
export const LABELS = {
  blocked: {
    name: 'agent-blocked',
    color: '#d93f0b',
    description: 'Fixpoint could not solve this; see its comment',
  },
  review: {
    name: 'agent-review',
    color: '#0e8a16',
    description: 'Proposed by Fixpoint; a person has to review it',
  },
} as const;

export type LabelName = (typeof LABELS)[keyof typeof LABELS]['name'];
