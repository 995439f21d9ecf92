import { openCoordination } from '../sqlite/open-coordination.ts';

/**
 * A process of its own that claims and gives back until it has held an issue so many times: `claim-repeatedly.ts PATH AGENT
 * ROUNDS`. It writes one event while it holds an issue, and a line to stdout once it does.
 */
const [path = '', agent = '', rounds = '0'] = process.argv.slice(2);
const coordination = openCoordination({ path });
const candidates = [1, 2, 3, 4];
const deadline = Date.now() + 60_000;

for (let round = 0; round < Number(rounds) && Date.now() < deadline; ) {
  const claim = await coordination.claimFirst({ backend: 'local', agent, candidates });
  if (claim === null) continue;
  const { issue, token } = claim;
  const payload = { commentId: String(token) };
  await coordination.append([{ type: 'commented', actor: agent, backend: 'local', issue, payload }]);
  process.stdout.write(`${issue} ${token}\n`);
  await coordination.release({ backend: 'local', issue, token });
  round += 1;
}
await coordination.close();
