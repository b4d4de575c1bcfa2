import type { ShareWords } from './share-words.ts';

export const SHARES_FR: ShareWords = {
  shares: {
    E1: {
      name: 'Rendement du site',
      sentence: 'Sur 100 kWh passés au compteur du site, # ont atteint les machines',
    },
    E2: {
      name: 'Visibilité',
      sentence: 'Sur 100 kWh consommés par les machines, # relevaient d’un travail ayant un responsable et un horaire',
    },
    E3: {
      name: 'Juste taille',
      sentence:
        'Sur 100 kWh consommés par les machines, # auraient suffi au travail suivi, sur des moyens à la bonne taille',
    },
    T1: {
      name: 'Part décarbonée horaire',
      sentence: 'Sur 100 kWh passés au compteur du site, # ont eu une fourniture décarbonée dans la même heure',
    },
    T2: {
      name: 'Heures propres',
      sentence:
        'Sur 100 kWh qui pouvaient attendre ou n’étaient à personne, # ont tourné dans la moitié la plus propre du jour',
    },
    T3: {
      name: 'Heures creuses',
      sentence:
        'Sur 100 kWh qui pouvaient attendre ou n’étaient à personne, # ont tourné dans la moitié la moins chère du jour',
    },
    D1: {
      name: 'Stockage justifié',
      sentence: 'Sur 100 Go·h stockés, # avaient un responsable et une raison qui en fixe la fin',
    },
    D2: {
      name: 'Sobriété des copies',
      sentence: 'Sur 100 Go·h stockés, # étaient justifiés et dans la limite des copies nécessaires',
    },
    D3: { name: 'Transferts nécessaires', sentence: 'Sur 100 Go transférés, # devaient l’être' },
    C1: {
      name: 'Matière conservée',
      sentence: 'Sur 100 kg de matériel retiré, # sont restés en usage ou redevenus matière',
    },
    C2: {
      name: 'Carbone incorporé amorti',
      sentence: 'Sur 100 kg CO2e incorporés au matériel retiré, # ont été transmis ou amortis',
    },
    C3: {
      name: 'Résultats conservés',
      sentence: 'Sur 100 kWh consommés par les machines, # ont produit des résultats que quelqu’un a gardés',
    },
    C4: {
      name: 'Chaleur réutilisée',
      sentence: 'Sur 100 kWh passés au compteur du site, # ont quitté le bâtiment en chaleur utile',
    },
  },
  mirrors: {
    efficiency: {
      name: 'Efficacité',
      question: 'Chaque tâche tourne-t-elle sur un moyen à la bonne taille, pour quelqu’un qui la connaît ?',
    },
    timing: {
      name: 'Moment',
      question: 'Ce qui peut attendre tourne-t-il quand l’énergie est propre et bon marché ?',
    },
    data_diet: {
      name: 'Diète de données',
      question: 'Les données ne sont-elles stockées, copiées et transférées que si nécessaire ?',
    },
    circularity: {
      name: 'Circularité',
      question: 'Garde-t-on ce qui peut resservir : machines, matières, résultats et chaleur ?',
    },
  },
  quantities: (numerator, denominator, unit) => `${numerator} sur ${denominator} ${unit}`,
  notApplicable: 'Sans objet : il n’y a rien à mesurer ici. Son poids passe aux autres parts.',
  missing: 'Manquant : rien n’a été déclaré, la part compte donc pour 0.',
  exactly: 'exactement',
  weight: (points) => `poids ${points}`,
};
