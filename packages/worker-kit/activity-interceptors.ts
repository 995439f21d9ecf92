import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { ActivityInterceptors } from '@temporalio/worker';
import type { ActivityMetrics } from './metrics.ts';

/** Our errors become Temporal's here and nowhere else: the code is the failure's type, and decides about retries. */
export function toApplicationFailure(error: unknown): unknown {
  if (!(error instanceof FixpointError)) return error;
  return ApplicationFailure.create({
    type: error.code,
    message: error.message,
    nonRetryable: !error.retryable,
    category: ApplicationFailureCategory.BENIGN,
    ...(error.retryAfterMs === undefined ? {} : { nextRetryDelay: error.retryAfterMs }),
  });
}

/** Translates errors and counts executions of every activity of a worker. */
export function activityInterceptors(activityType: string, metrics: ActivityMetrics): ActivityInterceptors {
  return {
    inbound: {
      async execute(input, next): Promise<unknown> {
        const stopTimer = metrics.startTimer(activityType);
        try {
          const result = await next(input);
          stopTimer('completed');
          return result;
        } catch (error) {
          stopTimer(error instanceof FixpointError ? error.code : 'failed');
          throw toApplicationFailure(error);
        }
      },
    },
  };
}
