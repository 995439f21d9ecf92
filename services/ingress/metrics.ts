import { Counter, Histogram, type Registry } from 'prom-client';

export interface IngressMetrics {
  /** Ends the measurement of one delivery. */
  startDelivery(): (forgeKind: string, outcome: string) => void;
}

export function createIngressMetrics(registry: Registry): IngressMetrics {
  const deliveries = new Counter({
    name: 'fixpoint_webhook_deliveries_total',
    help: 'Webhook deliveries by kind of forge and by what became of them.',
    labelNames: ['forge', 'outcome'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'fixpoint_webhook_delivery_duration_seconds',
    help: 'Time from the whole request read to its answer.',
    labelNames: ['outcome'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  return {
    startDelivery() {
      const stop = durations.startTimer();
      return (forge, outcome) => {
        stop({ outcome });
        deliveries.inc({ forge, outcome });
      };
    },
  };
}
