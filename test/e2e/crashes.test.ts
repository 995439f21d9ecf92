import { describe, expect, it } from 'vitest';
import { killDuringRun, type Moment } from '../chaos/kill-during-run.ts';
import { useInstallation } from './installation.ts';

const installation = useInstallation();

describe.each([
  { service: 'git-worker', state: 'preparing' },
  { service: 'agent-worker', state: 'reproducing', whileAsked: 2 },
  { service: 'sandbox-worker', state: 'fixing' },
  { service: 'orchestrator', state: 'fixing' },
  { service: 'ledger-worker', state: 'checking' },
  { service: 'forge-worker', state: 'proposing' },
  { service: 'ingress', state: 'reproducing' },
] as const)('killing $service in state $state', ({ service, state, ...how }) => {
  it('leaves one pull request, one status comment, and nothing bought or done twice', async () => {
    const moment: Moment =
      'whileAsked' in how ? { kind: 'asked', turn: how.whileAsked } : { kind: 'state', state };

    const report = await killDuringRun(installation(), service, moment);

    expect(report).toMatchObject({
      killedIn: state,
      endedIn: 'in-review',
      pullRequests: 1,
      statusComments: 1,
      ownComments: 2,
      boughtTwice: 0,
    });
    const added = report.diff.split('\n').filter((line) => /^\+(?!\+\+)/.test(line));
    expect(added.filter((line) => line.includes('rstrip'))).toHaveLength(1);
    expect(added.filter((line) => line.includes('def test_'))).toHaveLength(1);
  });
});
