import type { ShareWords } from './share-words.ts';

export const SHARES_EN: ShareWords = {
  shares: {
    E1: {
      name: 'Facility efficiency',
      sentence: 'Of each 100 kWh through the facility meter, # reached the computers',
    },
    E2: {
      name: 'Visibility',
      sentence: 'Of each 100 kWh the computers used, # belonged to work with an owner and a schedule',
    },
    E3: {
      name: 'Right-sizing',
      sentence:
        'Of each 100 kWh the computers used, # would have been enough for owned work on tools of the right size',
    },
    T1: {
      name: 'Hourly carbon-free share',
      sentence: 'Of each 100 kWh through the facility meter, # had carbon-free supply in the same hour',
    },
    T2: {
      name: 'Clean hours',
      sentence: 'Of each 100 kWh that could wait or belonged to nobody, # ran in the cleaner half of the day',
    },
    T3: {
      name: 'Cheap hours',
      sentence: 'Of each 100 kWh that could wait or belonged to nobody, # ran in the cheaper half of the day',
    },
    D1: {
      name: 'Justified storage',
      sentence: 'Of each 100 GB·h stored, # had an owner and a reason that names its end',
    },
    D2: {
      name: 'Copy efficiency',
      sentence: 'Of each 100 GB·h stored, # were justified and within the copies that are needed',
    },
    D3: { name: 'Necessary transfer', sentence: 'Of each 100 GB moved, # had to move' },
    C1: {
      name: 'Material kept',
      sentence: 'Of each 100 kg of retired hardware, # stayed in use or became material again',
    },
    C2: {
      name: 'Embodied carbon worked',
      sentence: 'Of each 100 kg CO2e embodied in retired hardware, # were passed on or worked off',
    },
    C3: {
      name: 'Results kept',
      sentence: 'Of each 100 kWh the computers used, # made results that somebody kept',
    },
    C4: {
      name: 'Energy reuse',
      sentence: 'Of each 100 kWh through the facility meter, # left the building as useful heat',
    },
  },
  mirrors: {
    efficiency: {
      name: 'Efficiency',
      question: 'Does every task run on a tool of the right size, for somebody who knows about it?',
    },
    timing: { name: 'Timing', question: 'Does work that can wait run when energy is clean and cheap?' },
    data_diet: { name: 'Data diet', question: 'Is data stored, copied and moved only as far as it is needed?' },
    circularity: {
      name: 'Circularity',
      question: 'Is what could be used again kept: machines, materials, results and heat?',
    },
  },
  quantities: (numerator, denominator, unit) => `${numerator} of ${denominator} ${unit}`,
  notApplicable: 'Not applicable: there is nothing here to measure. Its weight passes to the other shares.',
  missing: 'Missing: nothing was stated, so it counts as 0.',
  exactly: 'exactly',
  weight: (points) => `weight ${points}`,
};
