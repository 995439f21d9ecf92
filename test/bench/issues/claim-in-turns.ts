import { openCoordination } from '@fixpoint/issue-core/coordination/sqlite/open-coordination.ts';

/**
 * One of several processes that want the same issues: `claim-in-turns.ts PATH AGENT CLAIMS CANDIDATES`. Under each claim it
 * reports once, as whoever works would, and gives it back. It writes how long each claim took, in milliseconds, as JSON.
 */
const [path = '', agent = '', claims = '0', candidates = '0'] = process.argv.slice(2);
const coordination = openCoordination({ path });
const latencies: number[] = [];
const numbers = Array.from({ length: Number(candidates) }, (_, index) => index + 1);
while (latencies.length < Number(claims)) {
  const startedAt = performance.now();
  const claim = await coordination.claimFirst({ backend: 'bench', agent, candidates: numbers });
  // All are held: somebody else works, and is soon done.
  if (claim === null) continue;
  latencies.push(performance.now() - startedAt);
  const { issue, token } = claim;
  const payload = { commentId: String(token) };
  await coordination.append([{ type: 'commented', actor: agent, backend: 'bench', issue, payload }]);
  await coordination.release({ backend: 'bench', issue, token });
}
await coordination.close();
process.stdout.write(JSON.stringify(latencies));
