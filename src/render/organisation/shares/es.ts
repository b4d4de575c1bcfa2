import type { ShareWords } from './share-words.ts';

export const SHARES_ES: ShareWords = {
  shares: {
    E1: {
      name: 'Eficiencia de la instalación',
      sentence: 'De cada 100 kWh por el contador de la instalación, # llegaron a los equipos',
    },
    E2: {
      name: 'Visibilidad',
      sentence: 'De cada 100 kWh que usaron los equipos, # eran de trabajo con responsable y horario',
    },
    E3: {
      name: 'Tamaño adecuado',
      sentence:
        'De cada 100 kWh que usaron los equipos, # habrían bastado para el trabajo con responsable en medios del tamaño adecuado',
    },
    T1: {
      name: 'Parte horaria sin carbono',
      sentence: 'De cada 100 kWh por el contador de la instalación, # tuvieron suministro sin carbono en la misma hora',
    },
    T2: {
      name: 'Horas limpias',
      sentence: 'De cada 100 kWh que podían esperar o no eran de nadie, # corrieron en la mitad más limpia del día',
    },
    T3: {
      name: 'Horas baratas',
      sentence: 'De cada 100 kWh que podían esperar o no eran de nadie, # corrieron en la mitad más barata del día',
    },
    D1: {
      name: 'Almacenamiento justificado',
      sentence: 'De cada 100 GB·h almacenados, # tenían responsable y una razón que fija su final',
    },
    D2: {
      name: 'Eficiencia de copias',
      sentence: 'De cada 100 GB·h almacenados, # estaban justificados y dentro de las copias necesarias',
    },
    D3: { name: 'Transferencia necesaria', sentence: 'De cada 100 GB transferidos, # tenían que transferirse' },
    C1: {
      name: 'Material conservado',
      sentence: 'De cada 100 kg de equipos retirados, # siguieron en uso o volvieron a ser material',
    },
    C2: {
      name: 'Carbono incorporado amortizado',
      sentence: 'De cada 100 kg CO2e incorporados en equipos retirados, # se traspasaron o amortizaron',
    },
    C3: {
      name: 'Resultados conservados',
      sentence: 'De cada 100 kWh que usaron los equipos, # produjeron resultados que alguien conservó',
    },
    C4: {
      name: 'Calor reutilizado',
      sentence: 'De cada 100 kWh por el contador de la instalación, # salieron del edificio como calor útil',
    },
  },
  mirrors: {
    efficiency: {
      name: 'Eficiencia',
      question: '¿Corre cada tarea en un medio del tamaño adecuado, para alguien que sabe de ella?',
    },
    timing: {
      name: 'Momento',
      question: '¿Corre lo que puede esperar cuando la energía es limpia y barata?',
    },
    data_diet: {
      name: 'Dieta de datos',
      question: '¿Se guardan, copian y mueven los datos solo lo necesario?',
    },
    circularity: {
      name: 'Circularidad',
      question: '¿Se conserva lo que puede servir de nuevo: máquinas, materiales, resultados y calor?',
    },
  },
  quantities: (numerator, denominator, unit) => `${numerator} de ${denominator} ${unit}`,
  notApplicable: 'No aplicable: aquí no hay nada que medir. Su peso pasa a las demás partes.',
  missing: 'Falta: no se declaró nada, así que cuenta como 0.',
  exactly: 'exactamente',
  weight: (points) => `peso ${points}`,
};
