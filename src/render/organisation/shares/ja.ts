import type { ShareWords } from './share-words.ts';

export const SHARES_JA: ShareWords = {
  shares: {
    E1: { name: '施設の効率', sentence: '施設メーターを通った100 kWhごとに、#が計算機に届きました' },
    E2: {
      name: '可視性',
      sentence: '計算機が使った100 kWhごとに、#が責任者と予定のある作業のものでした',
    },
    E3: {
      name: '適正規模',
      sentence: '計算機が使った100 kWhごとに、責任者のある作業は適正な規模なら#で足りました',
    },
    T1: {
      name: '毎時カーボンフリー率',
      sentence: '施設メーターを通った100 kWhごとに、#が同じ時間のカーボンフリー電力でした',
    },
    T2: {
      name: 'クリーンな時間帯',
      sentence: '待てる、または責任者のない100 kWhごとに、#が一日のよりクリーンな半分に使われました',
    },
    T3: {
      name: '安価な時間帯',
      sentence: '待てる、または責任者のない100 kWhごとに、#が一日のより安価な半分に使われました',
    },
    D1: {
      name: '根拠ある保存',
      sentence: '保存された100 GB·hごとに、#に責任者と、終わりを定めた理由がありました',
    },
    D2: {
      name: '複製の効率',
      sentence: '保存された100 GB·hごとに、#が根拠を持ち、必要な複製数に収まりました',
    },
    D3: { name: '必要な転送', sentence: '転送された100 GBごとに、#が必要な転送でした' },
    C1: {
      name: '残された素材',
      sentence: '引退した機器100 kgごとに、#が使われ続けるか素材に戻りました',
    },
    C2: {
      name: '使い切った内包炭素',
      sentence: '引退した機器の内包炭素100 kg CO2eごとに、#が引き継がれるか使い切られました',
    },
    C3: {
      name: '残された成果',
      sentence: '計算機が使った100 kWhごとに、#が誰かの残した成果を生みました',
    },
    C4: {
      name: '熱の再利用',
      sentence: '施設メーターを通った100 kWhごとに、#が役立つ熱として建物を出ました',
    },
  },
  mirrors: {
    efficiency: {
      name: '効率',
      question: 'どの作業も、それを知る誰かのために、適正な規模の手段で動いているか。',
    },
    timing: { name: '時間', question: '待てる作業は、エネルギーがクリーンで安価なときに動いているか。' },
    data_diet: {
      name: 'データダイエット',
      question: 'データは必要な分だけ保存、複製、転送されているか。',
    },
    circularity: {
      name: '循環',
      question: '再び使えるもの、すなわち機器、素材、成果、熱が残されているか。',
    },
  },
  quantities: (numerator, denominator, unit) => `${denominator} ${unit} のうち ${numerator}`,
  notApplicable: '対象外: ここには測るものがありません。重みは他の割合に移ります。',
  missing: '欠落: 申告がないため、0として数えます。',
  exactly: '正確には',
  weight: (points) => `重み ${points}`,
};
