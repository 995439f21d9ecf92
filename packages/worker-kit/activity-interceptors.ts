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

/** Heartbeats come this often within the time after which their lack is noticed… */
const BEATS_PER_TIMEOUT = 3;
/** …and no more seldom than this, because a cancellation arrives with them. */
const LONGEST_INTERVAL_MS = 1_000;

/** What an interceptor wants of an activity's context. */
export interface ActivityContext {
  readonly info: { readonly activityType: string; readonly heartbeatTimeoutMs?: number };
  heartbeat(details?: unknown): void;
}

/** Beats for, translates errors of and counts executions of every activity of a worker. */
export function activityInterceptors(
  context: ActivityContext,
  metrics: ActivityMetrics,
): ActivityInterceptors {
  const { activityType, heartbeatTimeoutMs } = context.info;
  return {
    inbound: {
      async execute(input, next): Promise<unknown> {
        const stopTimer = metrics.startTimer(activityType);
        const beating = heartbeatTimeoutMs
          ? setInterval(
              () => context.heartbeat(),
              Math.min(heartbeatTimeoutMs / BEATS_PER_TIMEOUT, LONGEST_INTERVAL_MS),
            )
          : undefined;
        try {
          const result = await next(input);
          stopTimer('completed');
          return result;
        } catch (error) {
          stopTimer(error instanceof FixpointError ? error.code : 'failed');
          throw toApplicationFailure(error);
        } finally {
          clearInterval(beating);
        }
      },
    },
  };
}
