import type { Translated } from '../lang.ts';
import type { SnippetName } from './snippets.ts';

/** What places for a badge are called where a language has its own word; names of formats stay as they are. */
export const SNIPPET_WORDS: Translated<Partial<Readonly<Record<SnippetName, string>>>> = {
  en: {},
  de: { 'E-mail': 'E-Mail', 'Plain text': 'Reiner Text' },
  fr: { 'E-mail': 'Courriel', 'Plain text': 'Texte brut' },
  es: { 'E-mail': 'Correo electrónico', 'Plain text': 'Texto sin formato' },
  ja: { 'E-mail': 'メール', 'Plain text': 'テキスト' },
};
