import type { MirrorId, SubmetricId } from './cms-1.ts';

/** A share in plain words, for pages: what is divided by what, and why anyone should care. */
export interface ShareWords {
  readonly name: string;
  /** One sentence that needs no other. */
  readonly sentence: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly unit: string;
}

/** The thirteen sub-metrics (methodology 1.1 to 1.4). */
export const SUBMETRICS: Readonly<Record<SubmetricId, ShareWords>> = {
  E1: {
    name: 'Facility efficiency',
    sentence: 'Of the energy that enters the building, how much reaches the computers.',
    numerator: 'energy used by IT',
    denominator: 'energy through the facility meter',
    unit: 'kWh',
  },
  E2: {
    name: 'Visibility',
    sentence: 'Of the energy the computers use, how much belongs to work with an owner and a schedule.',
    numerator: 'energy of workloads with an owner and a schedule',
    denominator: 'energy used by IT',
    unit: 'kWh',
  },
  E3: {
    name: 'Right-sizing',
    sentence: 'Of the energy the computers use, how much a right-sized deployment would still draw.',
    numerator: 'energy that right-sized workloads would draw',
    denominator: 'energy used by IT',
    unit: 'kWh',
  },
  T1: {
    name: 'Hourly carbon-free share',
    sentence: 'Of the energy consumed, how much had carbon-free supply in the same hour.',
    numerator: 'energy with carbon-free supply in its hour',
    denominator: 'energy through the facility meter',
    unit: 'kWh',
  },
  T2: {
    name: 'Clean hours',
    sentence: 'Of the energy that could wait, how much ran in the cleaner half of the day.',
    numerator: 'deferrable energy in clean hours',
    denominator: 'deferrable and unattributed energy',
    unit: 'kWh',
  },
  T3: {
    name: 'Cheap hours',
    sentence: 'Of the energy that could wait, how much ran in the cheaper half of the day.',
    numerator: 'deferrable energy in cheap hours',
    denominator: 'deferrable and unattributed energy',
    unit: 'kWh',
  },
  D1: {
    name: 'Justified storage',
    sentence: 'Of the data stored, how much is used or kept under a rule that names its end.',
    numerator: 'owned data kept for a reason',
    denominator: 'metered storage',
    unit: 'GB·h',
  },
  D2: {
    name: 'Copy efficiency',
    sentence: 'Of the data stored, how much is justified and within the number of copies needed.',
    numerator: 'justified data within the needed copies',
    denominator: 'metered storage',
    unit: 'GB·h',
  },
  D3: {
    name: 'Necessary transfer',
    sentence: 'Of the data moved, how much had to move.',
    numerator: 'owned traffic that was not redundant',
    denominator: 'metered traffic',
    unit: 'GB',
  },
  C1: {
    name: 'Material kept',
    sentence: 'Of the mass of retired hardware, how much stays in use or becomes material again.',
    numerator: 'mass reused or recovered',
    denominator: 'mass retired',
    unit: 'kg',
  },
  C2: {
    name: 'Embodied carbon worked',
    sentence: 'Of the carbon embodied in retired hardware, how much was passed on or worked off.',
    numerator: 'embodied carbon passed on or used up',
    denominator: 'embodied carbon retired',
    unit: 'kgCO2e',
  },
  C3: {
    name: 'Results kept',
    sentence: 'Of the energy the computers use, how much produced output that somebody kept.',
    numerator: 'energy of visible runs whose output was kept',
    denominator: 'energy used by IT',
    unit: 'kWh',
  },
  C4: {
    name: 'Energy reuse',
    sentence: 'Of the energy that enters the building, how much leaves it as useful heat.',
    numerator: 'heat handed on',
    denominator: 'energy through the facility meter',
    unit: 'kWh',
  },
};

/** The four mirrors: the question each asks, and how it is put together (methodology 2.1). */
export const MIRRORS: Readonly<Record<MirrorId, ShareWords>> = {
  efficiency: {
    name: 'Efficiency Mirror',
    sentence: 'Does every task run on a tool of the right size, for somebody who knows about it?',
    numerator: 'weighted facility efficiency, visibility and right-sizing',
    denominator: 'the weights that apply',
    unit: 'share',
  },
  timing: {
    name: 'Timing Mirror',
    sentence: 'Does work that can wait run when energy is clean and cheap?',
    numerator: 'weighted carbon-free, clean-hour and cheap-hour shares',
    denominator: 'the weights that apply',
    unit: 'share',
  },
  data_diet: {
    name: 'Data Diet Mirror',
    sentence: 'Is data stored, copied and moved only as far as it is needed?',
    numerator: 'weighted justified storage, copy efficiency and necessary transfer',
    denominator: 'the weights that apply',
    unit: 'share',
  },
  circularity: {
    name: 'Circularity Mirror',
    sentence: 'Is what could be used again kept: machines, materials, results and heat?',
    numerator: 'weighted material, embodied carbon, results and heat kept',
    denominator: 'the weights that apply',
    unit: 'share',
  },
};
