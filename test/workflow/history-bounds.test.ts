import { describe, expect, it } from 'vitest';
import { readHistories } from './history-files.ts';

const MAX_EVENT_BYTES = 20_000;

const histories = readHistories();
const events = histories.flatMap(({ history }) => history.events ?? []);
const activities = events.flatMap((event) => {
  const scheduled = event.activityTaskScheduledEventAttributes;
  return scheduled ? [{ event, scheduled, type: scheduled.activityType?.name ?? '' }] : [];
});
const seconds = (duration: { seconds?: unknown } | null | undefined) => Number(duration?.seconds ?? 0);

describe('every step in every history', () => {
  it('is one of those that there are', () => {
    expect([...new Set(activities.map(({ type }) => type))].sort()).toEqual([
      'acceptInput',
      'acknowledge',
      'act',
      'appendLedger',
      'captureIssue',
      'discardWorkspace',
      'holdWorkspace',
      'openProposal',
      'postNotice',
      'prepareBase',
      'pushBranch',
      'readPermission',
      'runChecks',
      'setLabels',
      'syncPair',
      'think',
      'upsertStatus',
    ]);
  });

  it('is tried a bounded number of times, and waited for a bounded time', () => {
    const unbounded = activities.filter(({ scheduled }) => {
      const attempts = scheduled.retryPolicy?.maximumAttempts ?? 0;
      const waits = [scheduled.scheduleToStartTimeout, scheduled.startToCloseTimeout].map(seconds);
      return attempts < 1 || waits.some((wait) => wait <= 0 || wait > 24 * 60 * 60);
    });

    expect(unbounded.map(({ type }) => type)).toEqual([]);
  });

  it('has a summary for people', () => {
    const silent = activities.filter(({ event }) => !event.userMetadata?.summary);

    expect(silent.map(({ type }) => type)).toEqual([]);
  });

  it('holds ids and small verdicts only', () => {
    const sizes = events.map((event) => JSON.stringify(event).length);

    expect(Math.max(...sizes)).toBeLessThan(MAX_EVENT_BYTES);
  });
});

describe('what an issue starts and shows', () => {
  it('asks its attempt to clean up rather than ending it', () => {
    const children = events.flatMap(
      ({ startChildWorkflowExecutionInitiatedEventAttributes: child }) => child ?? [],
    );

    expect(children.length).toBeGreaterThan(0);
    // 3 is REQUEST_CANCEL.
    expect(new Set(children.map(({ parentClosePolicy }) => parentClosePolicy))).toEqual(new Set([3]));
  });

  it('sets two search attributes only', () => {
    const names = events.flatMap(({ upsertWorkflowSearchAttributesEventAttributes: upserted }) =>
      Object.keys(upserted?.searchAttributes?.indexedFields ?? {}),
    );

    expect([...new Set(names)].sort()).toEqual(['FixpointAttempt', 'FixpointState']);
  });
});
