import { Counter, Gauge, Registry } from 'prom-client';
import type { Standing } from './agent.ts';
import type { AgentEvent } from './events.ts';

/** The agent's own figures, in the text format of Prometheus. */
export interface Metrics {
  readonly contentType: string;
  count(event: AgentEvent): void;
  text(): Promise<string>;
}

export function createMetrics(site: string, standing: () => Standing): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ site });
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  gauge(
    'carbon_mirror_agent_last_accepted_timestamp_seconds',
    'End of the newest accepted interval, 0 before one',
    () => Math.floor((standing().acceptedTo?.getTime() ?? 0) / 1000),
  );
  gauge('carbon_mirror_agent_lag_seconds', 'Age of the newest accepted interval', () => standing().lagSeconds);
  gauge('carbon_mirror_agent_spool_intervals', 'Intervals that wait for their answer', () => standing().waiting);
  gauge('carbon_mirror_agent_refused_intervals', 'Refused intervals kept aside', () => standing().refused);
  const counter = (name: string, help: string, labelNames: string[] = []): Counter =>
    new Counter({ name, help, labelNames, registers });
  const accepted = counter('carbon_mirror_agent_accepted_total', 'Intervals accepted');
  const refusals = counter('carbon_mirror_agent_refusals_total', 'Refusals by code', ['code']);
  const skipped = counter('carbon_mirror_agent_skipped_total', 'Times that intervals were given up unread');
  const faults = counter('carbon_mirror_agent_source_faults_total', 'Times that a source began to fail');
  const postponed = counter('carbon_mirror_agent_postponed_total', 'Requests that decided nothing');
  const epochs = counter('carbon_mirror_agent_epochs_total', 'Epochs begun after the first');
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    count: (event) => {
      if (event.kind === 'accepted') accepted.inc(event.count);
      if (event.kind === 'refused' || event.kind === 'held') refusals.inc({ code: event.code });
      if (event.kind === 'skipped') skipped.inc();
      if (event.kind === 'source_failed') faults.inc();
      if (event.kind === 'postponed') postponed.inc();
      if (event.kind === 'epoch_opened') epochs.inc();
    },
  };
}
