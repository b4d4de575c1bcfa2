import { describe, expect, test } from 'vitest';
import { expectWellFormed } from '../../test/support/xml.ts';
import { auditedFigure, reflectionFigure, renderMirrorFigure } from './mirror-figure.ts';
import { MIRROR_WORDS } from './words.ts';

const mirrors = { efficiency: '57.2', timing: '21.8', data_diet: '44.8', circularity: '74.9' };
const live = { efficiency: '61.0', timing: '40.8', data_diet: '44.8', circularity: '60.9' };

describe('mirror figure', () => {
  test.each([16, 20, 28, 96, 200, 320])('at %d pixels it is one image with all numbers in words', (size) => {
    const svg = renderMirrorFigure({ mirrors, live, size, title: 'Mirrors of Acme' });
    expectWellFormed(svg);
    expect(svg).toContain('role="img"');
    expect(svg).toContain(
      'aria-label="Mirrors of Acme: Efficiency 57.2 %, Timing 21.8 %, Data diet 44.8 %, Circularity 74.9 %',
    );
    expect(svg).toContain('Live: Efficiency 61 %'.replace('61', '61.0'));
    expect(svg).toContain(`width="${size}"`);
  });

  test('each facet reaches from the centre to its share of the edge', () => {
    const svg = renderMirrorFigure({ mirrors: { ...mirrors, efficiency: '50.0' }, size: 80, title: 'x' });
    // Outline 1.5, so the edge is 48.5 from the centre (50, 50); half of it is 24.25.
    expect(svg).toContain('points="50,50 50,25.75 25.75,50"');
  });

  test('a listing glyph has no text inside, the large figure names all four shares', () => {
    expect(renderMirrorFigure({ mirrors, size: 20, title: 'x' })).not.toContain('<text');
    const large = renderMirrorFigure({ mirrors, size: 320, title: 'x' });
    for (const share of Object.values(mirrors)) expect(large).toContain(`>${share}</text>`);
  });

  test('without telemetry the reflection says so and shows no share', () => {
    const { markup } = reflectionFigure(null, 320, {
      absence: 'no live telemetry',
      title: 'Live',
      names: MIRROR_WORDS,
    });
    expect(markup).toContain('no live telemetry');
    expect(markup).not.toContain('polygon');
    expect(reflectionFigure(live, 320, { absence: '', title: 'Live', names: MIRROR_WORDS }).markup).toContain(
      'aria-label="Live: Efficiency 61.0 %',
    );
  });

  test('the audited half alone never speaks of live values', () => {
    expect(auditedFigure({ mirrors, live, size: 320, title: 'x' }).markup).not.toContain('Live');
  });

  test.each(['NaN', '', '-5', '400', 'x"/><script>'])(
    'a share that is no share (%j) draws nothing outside',
    (share) => {
      const svg = renderMirrorFigure({ mirrors: { ...mirrors, timing: share }, size: 100, title: '<x>&' });
      expectWellFormed(svg);
      expect(svg).not.toContain('NaN,');
      expect(svg).not.toContain('<script');
    },
  );
});

describe('kept pictures', () => {
  const drift = { efficiency: '61.0', timing: '30.4', data_diet: '44.9', circularity: '80.1' };
  test.each([
    ['glyph-20', renderMirrorFigure({ mirrors, size: 20, title: 'Acme' })],
    ['figure-320', renderMirrorFigure({ mirrors, size: 320, title: 'Acme' })],
    ['figure-320-drift', renderMirrorFigure({ mirrors, live: drift, size: 320, title: 'Acme' })],
  ])('%s', async (name, svg) => {
    expectWellFormed(svg);
    await expect(`${svg}\n`).toMatchFileSnapshot(`../../test/support/mirror-figures/${name}.svg`);
  });
});
