import type { Translated } from '../lang.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';
import { ja } from './words/ja.ts';
import type { ListingWords } from './words/listing-words.ts';

/** Texts of the listing in every language. */
export const LISTING_WORDS: Translated<ListingWords> = { en, de, fr, es, ja };
