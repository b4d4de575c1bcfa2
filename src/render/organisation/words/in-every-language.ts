import type { Translated } from '../../lang.ts';
import { DE } from './de.ts';
import { EN } from './en.ts';
import { ES } from './es.ts';
import { FR } from './fr.ts';
import { JA } from './ja.ts';
import type { OrganisationWords } from './organisation-words.ts';

export const ORGANISATION_WORDS: Translated<OrganisationWords> = { en: EN, de: DE, fr: FR, es: ES, ja: JA };
