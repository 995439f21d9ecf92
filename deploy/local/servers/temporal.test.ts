import { expect, test } from 'vitest';
import { temporalArguments } from './temporal.ts';

const args = temporalArguments({ port: 1, uiPort: 2, databaseFile: '/a folder/temporal.db' });

test.each([
  '--port=1',
  '--ui-port=2',
  '--db-filename=/a folder/temporal.db',
  '--sqlite-pragma=journal_mode=wal',
  '--sqlite-pragma=synchronous=normal',
  '--dynamic-config-value=history.transferProcessorMaxPollRPS=2000',
  '--dynamic-config-value=history.timerProcessorMaxPollRPS=2000',
  '--dynamic-config-value=matching.numTaskqueueReadPartitions=1',
  '--dynamic-config-value=matching.numTaskqueueWritePartitions=1',
  '--search-attribute=FixpointState=Keyword',
  '--search-attribute=FixpointIssue=Int',
])('the development server is started with %s', (argument) => {
  expect(args).toContain(argument);
});
