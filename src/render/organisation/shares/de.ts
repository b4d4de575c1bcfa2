import type { ShareWords } from './share-words.ts';

export const SHARES_DE: ShareWords = {
  shares: {
    E1: {
      name: 'Effizienz der Anlage',
      sentence: 'Von je 100 kWh durch den Hauptzähler erreichten # die Rechner',
    },
    E2: {
      name: 'Sichtbarkeit',
      sentence: 'Von je 100 kWh, die die Rechner verbrauchten, gehörten # zu Arbeit mit Verantwortlichem und Zeitplan',
    },
    E3: {
      name: 'Richtige Größe',
      sentence:
        'Von je 100 kWh, die die Rechner verbrauchten, hätten # für verantwortete Arbeit auf Mitteln der richtigen Größe genügt',
    },
    T1: {
      name: 'Stündlich CO2-frei',
      sentence: 'Von je 100 kWh durch den Hauptzähler waren # in derselben Stunde CO2-frei gedeckt',
    },
    T2: {
      name: 'Saubere Stunden',
      sentence: 'Von je 100 kWh, die warten konnten oder niemandem gehörten, liefen # in der saubereren Tageshälfte',
    },
    T3: {
      name: 'Günstige Stunden',
      sentence: 'Von je 100 kWh, die warten konnten oder niemandem gehörten, liefen # in der günstigeren Tageshälfte',
    },
    D1: {
      name: 'Begründeter Speicher',
      sentence: 'Von je 100 gespeicherten GB·h hatten # einen Verantwortlichen und einen Grund, der sein Ende nennt',
    },
    D2: {
      name: 'Sparsame Kopien',
      sentence: 'Von je 100 gespeicherten GB·h waren # begründet und im Rahmen der nötigen Kopien',
    },
    D3: { name: 'Nötige Übertragung', sentence: 'Von je 100 übertragenen GB mussten # übertragen werden' },
    C1: {
      name: 'Erhaltenes Material',
      sentence: 'Von je 100 kg ausgemusterter Geräte blieben # in Gebrauch oder wurden wieder Material',
    },
    C2: {
      name: 'Abgearbeiteter Herstellungs-Kohlenstoff',
      sentence: 'Von je 100 kg CO2e aus der Herstellung ausgemusterter Geräte wurden # weitergegeben oder abgearbeitet',
    },
    C3: {
      name: 'Behaltene Ergebnisse',
      sentence: 'Von je 100 kWh, die die Rechner verbrauchten, schufen # Ergebnisse, die jemand behielt',
    },
    C4: {
      name: 'Wärmenutzung',
      sentence: 'Von je 100 kWh durch den Hauptzähler verließen # das Gebäude als nutzbare Wärme',
    },
  },
  mirrors: {
    efficiency: {
      name: 'Effizienz',
      question: 'Läuft jede Aufgabe auf einem Mittel der richtigen Größe, für jemanden, der von ihr weiß?',
    },
    timing: { name: 'Zeitwahl', question: 'Läuft, was warten kann, wenn Energie sauber und günstig ist?' },
    data_diet: { name: 'Datendiät', question: 'Werden Daten nur so weit gespeichert, kopiert und bewegt wie nötig?' },
    circularity: {
      name: 'Kreislauf',
      question: 'Bleibt erhalten, was wieder zu gebrauchen ist: Geräte, Material, Ergebnisse und Wärme?',
    },
  },
  quantities: (numerator, denominator, unit) => `${numerator} von ${denominator} ${unit}`,
  notApplicable: 'Nicht anwendbar: Hier gibt es nichts zu messen. Das Gewicht geht auf die anderen Anteile über.',
  missing: 'Fehlt: Es wurde nichts angegeben, deshalb zählt es als 0.',
  exactly: 'genau',
  weight: (points) => `Gewicht ${points}`,
};
