import { openLocalBackend } from '../open-local-backend.ts';

/** A process of its own that writes to a store: `PATH LOGIN COUNT`. Prints the number of each issue when it is created. */
const [path = '', login = '', count = '0'] = process.argv.slice(2);
const backend = openLocalBackend({ path, login });
for (let at = 0; at < Number(count); at += 1) {
  const { number } = await backend.createIssue({ title: `${login} ${at}`, labels: [login, 'shared'] });
  process.stdout.write(`${number}\n`);
}
await backend.close();
