import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export interface ActivityMetrics {
  /** Gives back what ends the measurement, with how it ended. */
  startTimer(activityType: string): (outcome: string) => void;
}

/** The registry of one process, with Node's own figures. */
export function createRegistry(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}

export function createActivityMetrics(registry: Registry): ActivityMetrics {
  const executions = new Counter({
    name: 'fixpoint_activity_executions_total',
    help: 'Activity executions by type and outcome; the outcome of a failure is its error code.',
    labelNames: ['activity', 'outcome'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'fixpoint_activity_duration_seconds',
    help: 'Duration of activity executions by type.',
    labelNames: ['activity'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 120, 600],
    registers: [registry],
  });
  return {
    startTimer(activity) {
      const stop = durations.startTimer({ activity });
      return (outcome) => {
        stop();
        executions.inc({ activity, outcome });
      };
    },
  };
}
