import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The process's figures, in Prometheus' form. Labels are codes and route patterns, never ids or texts of people. */
export class Metrics {
  readonly registry = new Registry();

  readonly requests = new Histogram({
    name: 'hub_http_request_seconds',
    help: 'Time to answer, by route pattern and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });
  readonly attempts = new Counter({
    name: 'hub_delivery_attempts_total',
    help: 'Webhook attempts by verdict',
    labelNames: ['verdict'] as const,
    registers: [this.registry],
  });
  readonly unwritten = new Counter({
    name: 'hub_delivery_results_unwritten_total',
    help: 'Results that came after the lane was lost: these deliveries are sent a second time',
    registers: [this.registry],
  });
  readonly mails = new Counter({
    name: 'hub_mail_attempts_total',
    help: 'Attempts to send a mail, by outcome',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });
  readonly mailsWaiting = new Gauge({
    name: 'hub_mails_waiting',
    help: 'Mails that wait to be sent',
    registers: [this.registry],
  });
  readonly routed = new Counter({
    name: 'hub_messages_routed_total',
    help: 'Events taken from the outbox, by topic',
    labelNames: ['topic'] as const,
    registers: [this.registry],
  });
  readonly reminders = new Counter({
    name: 'hub_deadline_steps_total',
    help: 'Deadline steps taken, by step',
    labelNames: ['step'] as const,
    registers: [this.registry],
  });
  readonly wakeUpFaults = new Counter({
    name: 'hub_wake_up_faults_total',
    help: 'Wake-ups that the queue did not take; the reconciler finds the work',
    registers: [this.registry],
  });
  readonly keysBehind = new Gauge({
    name: 'hub_keys_behind',
    help: 'Wrapped keys of the key store that the current version of the master key has yet to wrap',
    registers: [this.registry],
  });
  readonly outboxWaiting = new Gauge({
    name: 'hub_outbox_waiting',
    help: 'Events that wait in the outbox',
    registers: [this.registry],
  });
  readonly outboxOldest = new Gauge({
    name: 'hub_outbox_oldest_seconds',
    help: 'Age of the oldest event in the outbox',
    registers: [this.registry],
  });
  readonly evidenceSealed = new Counter({
    name: 'hub_evidence_sealed_total',
    help: 'Entries of the evidence that this process sealed',
    registers: [this.registry],
  });
  readonly evidenceLag = new Gauge({
    name: 'hub_evidence_lag_seconds',
    help: 'Age of the oldest entry of the evidence that is not sealed',
    registers: [this.registry],
  });
  readonly evidenceStampAge = new Gauge({
    name: 'hub_evidence_timestamp_age_seconds',
    help: 'Time since an authority outside stamped the evidence, or since the start; 0 where none is set up',
    registers: [this.registry],
  });
  readonly talliesKept = new Gauge({
    name: 'hub_tallies_timestamp_seconds',
    help: 'Unix time up to which the tallies of figures count every change; 0 until all days were counted',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
